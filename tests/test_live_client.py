"""The client for live data: never over a limit, patient, honest about faults, silent about the key."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdl_server import BdlServer, Variable
from smup.model import SmupError
from smup.sources.live.client import ATTEMPTS, Budget, Client, EnoughError
from smup.sources.live.journal import Answer, Journal
from smup.sources.live.limits import ANONYMOUS, WITH_KEY, Clock, Limiter, Window, shortest_time
from smup.sources.live.passing import PassingError

KEY = "tajny-klucz-123"


class VirtualClock:
    """A clock that a sleep moves on."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.time = now
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.slept.append(seconds)
        self.time += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.time, self.sleep)


def _most_within(times: list[float], seconds: float) -> int:
    """The most requests in any ``seconds`` in a row."""
    first, most = 0, 0
    for last, time in enumerate(times):
        while times[first] <= time - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


@pytest.mark.parametrize(("windows", "requests"), [(ANONYMOUS, 1100), (WITH_KEY, 5100)], ids=["anonymous", "with key"])
def test_no_window_of_a_provider_ever_holds_one_request_too_many(
    windows: tuple[Window, ...], requests: int, tmp_path: Path
) -> None:
    time = VirtualClock()
    limiter = Limiter(tmp_path / "limits.sqlite", windows, time.clock)
    times = []
    for number in range(requests):
        if number % 700 == 699:  # a restart forgets nothing
            limiter.close()
            limiter = Limiter(tmp_path / "limits.sqlite", windows, time.clock)
        limiter.acquire()
        times.append(time.time)
    limiter.close()
    for window in windows[:3]:  # and each of these is used in full
        assert _most_within(times, window.seconds) == window.requests
    assert times[-1] - times[0] >= shortest_time(requests, windows)


def test_the_window_of_a_week_is_kept_too(tmp_path: Path) -> None:
    time = VirtualClock()
    limiter = Limiter(tmp_path / "limits.sqlite", (Window(2, 1), Window(5, 7 * 24 * 3600)), time.clock)
    reasons: list[str] = []
    times = []
    for _ in range(11):
        limiter.acquire(lambda seconds, reason: reasons.append(reason))
        times.append(time.time)
    limiter.close()
    assert _most_within(times, 7 * 24 * 3600) == 5
    assert {"the limit of 5 requests in 7 days", "the limit of 2 requests in 1 second"} == set(reasons)


@given(gaps=st.lists(st.floats(0, 3), max_size=60))
def test_requests_at_any_moments_keep_to_the_limits(
    gaps: list[float], tmp_path_factory: pytest.TempPathFactory
) -> None:
    windows, time, times = (Window(3, 1), Window(7, 5)), VirtualClock(), []
    limiter = Limiter(tmp_path_factory.mktemp("limits") / "limits.sqlite", windows, time.clock)
    for gap in gaps:
        time.time += gap
        limiter.acquire()
        times.append(time.time)
    limiter.close()
    assert all(_most_within(times, window.seconds) <= window.requests for window in windows)


def test_the_shortest_time_is_that_of_the_tightest_window() -> None:
    assert shortest_time(0, ANONYMOUS) == 0
    assert shortest_time(5, ANONYMOUS) == 0
    assert shortest_time(100, ANONYMOUS) == 19  # five a second
    assert shortest_time(101, ANONYMOUS) == 15 * 60
    assert shortest_time(1001, ANONYMOUS) == 12 * 3600


@pytest.fixture
def bdl() -> Iterator[BdlServer]:
    values: dict[str, dict[int, Any]] = {"011212161011": {2024: (7, 1)}}
    with BdlServer({"1": Variable({"id": 1, "n1": "x"}, {6: values})}) as server:
        yield server


REQUEST = "/data/by-variable/1?unit-level=6&page=0&page-size=100&year=2024"


def _client(bdl: BdlServer, folder: Path, time: VirtualClock, **options: Any) -> Client:
    limiter = Limiter(folder / "limits.sqlite", ANONYMOUS, time.clock)
    return Client(bdl.url, Journal(folder / "journal"), limiter, clock=time.clock, **options)


def _nothing(body: Any) -> None:
    """No answer is wrong."""


def test_a_finished_request_is_not_asked_again(bdl: BdlServer, tmp_path: Path) -> None:
    time = VirtualClock()
    with _client(bdl, tmp_path, time) as client:
        body = client.get("data/1", REQUEST, _nothing)
    with _client(bdl, tmp_path, time) as client:
        assert client.get("data/1", REQUEST, _nothing) == body
    assert len(bdl.log) == 1
    assert body["results"][0]["id"] == "011212161011"


@pytest.mark.parametrize(
    ("fault", "least"), [("429", 60), ("429 Retry-After 7", 7), ("503 Retry-After 3", 3), ("500", 1)]
)
def test_the_client_waits_for_as_long_as_it_is_asked_to(
    bdl: BdlServer, tmp_path: Path, fault: str, least: float
) -> None:
    time, bdl.faults, heard = VirtualClock(), [fault], []
    with _client(bdl, tmp_path, time, waiting=lambda seconds, reason: heard.append((seconds, reason))) as client:
        assert client.get("data/1", REQUEST, _nothing)["totalRecords"] == 1
    ((seconds, reason),) = heard
    assert time.slept == [seconds]
    assert least <= seconds <= max(least, 3)
    assert fault[:3] in reason


def test_a_fault_that_stays_ends_after_some_attempts_in_one_sentence(bdl: BdlServer, tmp_path: Path) -> None:
    bdl.always = "500"
    with _client(bdl, tmp_path, VirtualClock()) as client, pytest.raises(SmupError) as fault:
        client.get("data/1", REQUEST, _nothing)
    assert f"{bdl.url}{REQUEST} was asked {ATTEMPTS} times" in str(fault.value)
    assert len(bdl.log) == ATTEMPTS
    assert client.journal.names("data") == []


def test_an_answer_that_cannot_be_right_is_asked_for_again_and_never_kept(bdl: BdlServer, tmp_path: Path) -> None:
    def refuse(body: Any) -> None:
        raise PassingError("answered nonsense")

    with _client(bdl, tmp_path, VirtualClock()) as client, pytest.raises(SmupError, match="answered nonsense"):
        client.get("data/1", REQUEST, refuse)
    assert len(bdl.log) == ATTEMPTS
    assert client.journal.get("data/1") is None


def test_nothing_is_an_answer_and_is_remembered(bdl: BdlServer, tmp_path: Path) -> None:
    with _client(bdl, tmp_path, VirtualClock()) as client:
        assert client.get("data/2", "/data/by-variable/2?page=0", _nothing) is None
        assert client.get("data/2", "/data/by-variable/2?page=0", _nothing) is None
    assert len(bdl.log) == 1


def test_a_refresh_asks_on_condition_and_keeps_what_has_not_changed(bdl: BdlServer, tmp_path: Path) -> None:
    time, bdl.etags = VirtualClock(), True
    with _client(bdl, tmp_path, time) as client:
        body = client.get("data/1", REQUEST, _nothing)
    time.time += 100
    with _client(bdl, tmp_path, time, refresh_since=time.time) as client:
        assert client.get("data/1", REQUEST, _nothing) == body
        kept = client.journal.get("data/1")
        assert kept is not None and bdl.log[-1][2]["If-None-Match"] == kept.etag
        assert client.get("data/1", REQUEST, _nothing) == body  # asked once in a refresh
        assert len(bdl.log) == 2
    bdl.variables["1"].values[6]["011212161011"] = {2024: (8, 1)}
    time.time += 100
    with _client(bdl, tmp_path, time, refresh_since=time.time) as client:
        assert client.get("data/1", REQUEST, _nothing)["results"][0]["values"][0]["val"] == 8


def test_the_key_is_sent_and_written_nowhere(bdl: BdlServer, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bdl.always = "500"
    with _client(bdl, tmp_path, VirtualClock(), key=KEY) as client:
        with pytest.raises(SmupError) as fault:
            client.get("data/1", REQUEST, _nothing)
        bdl.always = None
        client.get("data/1", REQUEST, _nothing)
    assert all(headers["X-ClientId"] == KEY for _at, _path, headers in bdl.log)
    assert KEY not in caplog.text + str(fault.value) + repr(fault.value) + repr(client)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]


@pytest.mark.parametrize("key", ["zły", "a b", "a\nb"])
def test_a_key_that_no_header_can_carry_is_refused_without_saying_it(key: str, bdl: BdlServer, tmp_path: Path) -> None:
    with pytest.raises(SmupError) as fault:
        _client(bdl, tmp_path, VirtualClock(), key=key)
    assert key not in str(fault.value)


def test_a_run_sends_no_more_requests_than_it_may(bdl: BdlServer, tmp_path: Path) -> None:
    with _client(bdl, tmp_path, VirtualClock(), budget=Budget(1)) as client:
        client.get("data/1", REQUEST, _nothing)
        with pytest.raises(EnoughError):
            client.get("data/2", REQUEST, _nothing)
    assert len(bdl.log) == 1


def test_a_damaged_entry_of_the_journal_was_never_finished(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.put("a/b", Answer("/x", {"ł": 1}, 5.0, etag='"1"'))
    assert journal.get("a/b") == Answer("/x", {"ł": 1}, 5.0, '"1"', None)
    whole = (tmp_path / "a" / "b.json.gz").read_bytes()
    for damaged in (whole[: len(whole) // 2], b"", b"no archive", whole[:-1]):
        (tmp_path / "a" / "b.json.gz").write_bytes(damaged)
        assert journal.get("a/b") is None
    assert journal.names("a") == ["a/b"]


def test_an_address_that_nobody_answers_at_is_one_sentence(tmp_path: Path) -> None:
    with BdlServer() as gone:
        url = gone.url
    time = VirtualClock()
    limiter = Limiter(tmp_path / "limits.sqlite", ANONYMOUS, time.clock)
    client = Client(url, Journal(tmp_path), limiter, clock=time.clock)
    with client, pytest.raises(SmupError, match="could not be reached"):
        client.get("x", "/x", _nothing)
    with pytest.raises(SmupError, match="not an address"):
        Client("bdl.stat.gov.pl", Journal(tmp_path), limiter)
