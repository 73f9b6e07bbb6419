"""A provider's client: asks within the limits, tries again with patience, keeps each answer, asks nothing twice."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from smup import __version__
from smup.model import SmupError
from smup.sources.live.fetching import Response, fetch, timestamp
from smup.sources.live.journal import Answer, Journal
from smup.sources.live.limits import Clock, Limiter, Waiting
from smup.sources.live.passing import PassingError

ATTEMPTS = 5
LONGEST_WAIT = 3600.0  # a provider that wants more is left alone until the reader runs the command again
AFTER_429 = 60.0  # when it says “too many” and not for how long
TO_CONNECT, TO_READ = 10.0, 60.0  # seconds
REAL = Clock()
Check = Callable[[Any], None]


class FailedError(SmupError):
    """A request that failed each time; ``why`` is what happened the last time."""

    def __init__(self, sentence: str, why: PassingError) -> None:
        super().__init__(sentence)
        self.why = why


class EnoughError(Exception):
    """As many requests were sent as were allowed for this run."""


@dataclass
class Budget:
    """How many requests a run may send (None: as many as needed), and how many it has sent."""

    most: int | None = None
    sent: int = 0

    def spend(self) -> None:
        """Count one request; raises ``EnoughError`` when none is left."""
        if self.most is not None and self.sent >= self.most:
            raise EnoughError
        self.sent += 1


@dataclass
class Client:
    """A provider at ``base_url``; ``key`` goes into the header ``X-ClientId`` and nowhere else.

    ``refresh_since`` asks again for answers older than that (seconds since the epoch), on condition that they changed.
    """

    base_url: str
    journal: Journal
    limiter: Limiter
    key: str | None = field(default=None, repr=False)
    clock: Clock = REAL
    budget: Budget = field(default_factory=Budget)
    refresh_since: float = 0
    patience: float = TO_READ
    waiting: Waiting = lambda seconds, reason: None

    def __post_init__(self) -> None:
        if not self.base_url.startswith(("http://", "https://")):
            raise SmupError(f"“{self.base_url}” is not an address of a service; it begins with https://.")
        if self.key and not (self.key.isascii() and self.key.isprintable() and " " not in self.key):
            raise SmupError("The key in the environment has characters that no key has; copy it again.")
        headers = {"Accept": "application/json", "User-Agent": f"smup/{__version__}"}
        self._http = httpx.Client(
            headers=headers | ({"X-ClientId": self.key} if self.key else {}),
            timeout=httpx.Timeout(self.patience, connect=min(TO_CONNECT, self.patience)), follow_redirects=False,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def get(self, name: str, request: str, check: Check, before: str = "") -> Any:
        """Return the answer to ``request`` (path and query), from the journal when it is there under ``name``.

        ``before`` names an older answer: nothing is sent when it still holds.
        ``check`` raises ``PassingError`` for a body that cannot be right. None says that the provider has nothing.
        Raises ``SmupError``, one sentence naming the request, when the provider refuses or fails again and again.
        """
        kept = self.journal.get(name)
        if kept is not None and kept.request != request:
            kept = None
        if kept is not None and self.is_fresh(kept.asked):
            return kept.body
        kept = kept or self.journal.get(before)
        retrying = Retrying(
            stop=stop_after_attempt(ATTEMPTS), retry=retry_if_exception_type(PassingError), reraise=True,
            wait=self._pause, sleep=self.clock.sleep,
            before_sleep=self._announce,
        )  # fmt: skip
        try:
            answer = retrying(self._ask, request, kept, check)
        except PassingError as fault:
            raise FailedError(
                f"{self.base_url}{request} was asked {ATTEMPTS} times and {fault}; "
                "run the same command again later, what is finished is kept.",
                fault,
            ) from None
        self.journal.put(name, answer)
        return answer.body

    def is_fresh(self, asked: float) -> bool:
        """Tell whether what was asked for then need not be again; a clock that was ahead makes nothing fresh."""
        return not self.refresh_since or self.refresh_since <= asked <= self.clock.now()

    def _ask(self, request: str, kept: Answer | None, check: Check) -> Answer:
        self.budget.spend()
        self.limiter.acquire(self.waiting)
        conditions = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified} if kept else {}
        headers = {name: value for name, value in conditions.items() if value}
        response = fetch(self._http, self.base_url + request, headers, 2 * self.patience)
        body = self._body(response, request, kept)
        check(body)
        etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
        if response.status == 304 and kept is not None:
            etag, modified = etag or kept.etag, modified or kept.last_modified
        return Answer(request, body, self.clock.now(), etag, modified)

    def _body(self, response: Response, request: str, kept: Answer | None) -> Any:
        status = response.status
        if status == 304 and kept is not None:
            return kept.body
        if status == 404:
            return None
        if status == 429:
            raise PassingError("answered that there were too many requests (429)", self._asked_wait(response))
        if status >= 500:
            raise PassingError(f"answered with a fault of its own ({status})", self._asked_wait(response, 0))
        if status in (401, 403):
            raise SmupError(f"{self.base_url}{request} refused access ({status}); check the key in the environment.")
        if status != 200:
            raise SmupError(f"{self.base_url}{request} answered with status {status}, which no request here expects.")
        try:
            return json.loads(response.content, parse_constant=_refuse)
        except (ValueError, RecursionError):
            what = "a web page" if b"<html" in response.content[:1000].lower() else "what is no whole JSON"
            raise PassingError(f"answered with {what}") from None

    def _asked_wait(self, response: Response, otherwise: float = AFTER_429) -> float:
        """Return the seconds that the provider asks to wait, as a number or as a date."""
        header = response.headers.get("Retry-After", "")
        if header.isdecimal():
            wait = float(header)
        else:
            try:
                wait = timestamp(header) - (response.sent or self.clock.now())
            except (ValueError, OverflowError):
                wait = otherwise
        if wait > LONGEST_WAIT:
            raise SmupError(
                f"{self.base_url} asks for no more requests before {self._day_after(wait)}; "
                "run the same command again then, what is finished is kept."
            )
        return max(wait, 0.0)

    def _day_after(self, seconds: float) -> str:
        try:
            return f"{datetime.fromtimestamp(self.clock.now() + seconds, UTC):%Y-%m-%d %H:%M} UTC"
        except (ValueError, OverflowError, OSError):
            return "a time that no calendar has"

    def _pause(self, state: RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        assert isinstance(fault, PassingError)
        return max(fault.wait, 2.0**state.attempt_number * random.uniform(0.75, 1.25))

    def _announce(self, state: RetryCallState) -> None:
        if state.outcome and state.next_action:
            self.waiting(state.next_action.sleep, f"the service, which {state.outcome.exception()}")


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")
