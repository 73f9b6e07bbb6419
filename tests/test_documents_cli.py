"""``smup documents scan`` as people use it: what it prints and writes, and that a bad file is one sentence."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import CHECKOUT, Smup
from smup.build import build, open_store
from smup.documents.evidence import claims, locate
from smup.documents.record_file import read_record_file
from smup.model import Review

TEXT = """Aktualności

VII Kongres Miast Otwartych w Olsztynie

Kongres odbędzie się 5 i 6 maja 2024 r. w Olsztynie. Drugiego dnia zaplanowano panel „Dane dla mieszkańców”
(w godz. 9:00 – 10:30). Olsztyński magistrat uruchomił aplikację „Olsztyn na dłoni”.
"""
NAMES = ["VII Kongres Miast Otwartych", "Panel „Dane dla mieszkańców”", "Aplikacja „Olsztyn na dłoni”"]


@pytest.fixture
def folder(copy_of_inputs: Callable[[Path], Path], tmp_path: Path) -> Path:
    """The shipped inputs, to be written to."""
    return copy_of_inputs(tmp_path / "checkout")


def state(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso-8859-2"])
def test_a_document_in_any_usual_encoding_becomes_records(
    encoding: str,
    smup: Smup,
    folder: Path,
    tmp_path: Path,
) -> None:
    path = tmp_path / "kongres.txt"
    text = TEXT.replace("–", "-").replace("„", '"').replace("”", '"') if encoding == "iso-8859-2" else TEXT
    path.write_bytes(text.encode(encoding))
    before = state(folder)
    answer = smup("documents", "scan", path, "--data", folder)
    assert answer.code == 0
    records = tomllib.loads(answer.out.decode())
    names = [one["name"]["value"] for one in [*records["event"], *records["initiative"]]]
    assert [re.sub('[„”"]', "", name) for name in names] == [re.sub("[„”]", "", name) for name in NAMES]
    congress, panel = records["event"]
    assert (str(congress["starts_on"]["value"]), str(congress["ends_on"]["value"])) == ("2024-05-05", "2024-05-06")
    assert congress["date_basis"] == "stated"
    assert congress["area_id"]["value"] == records["initiative"][0]["area_id"]["value"] == "286201"
    assert (str(panel["starts_on"]["value"]), panel["date_basis"]) == ("2024-05-06", "inferred")
    assert (str(panel["starts_at"]["value"]), str(panel["ends_at"]["value"])) == ("09:00:00", "10:30:00")
    assert panel["part_of"]["value"] == congress["event_id"]
    assert state(folder) == before  # nothing is written without --write


def test_every_field_of_a_candidate_has_its_words_and_a_confidence(
    smup: Smup,
    folder: Path,
    tmp_path: Path,
) -> None:
    for source in sorted((CHECKOUT / "tests" / "documents").glob("*.txt")):
        answer = smup("documents", "scan", source, "--write", "--data", folder)
        assert answer.code == 0
        path = Path(answer.out.decode().strip())
        file = read_record_file(path)
        text = (folder / file.document.file).read_text(encoding="utf-8")
        for record in [*file.event, *file.initiative]:
            assert record.review is Review.CANDIDATE
            for claim in claims(record, "x", "y"):
                assert claim.confidence is not None
                assert claim.quotes
                assert all(locate(text, quote) for quote in claim.quotes), (source.name, claim)
    build(folder)
    store = open_store(folder)
    counts = store.query("select review, count(*) as n from event group by all order by 1 desc").set_index("review")[
        "n"
    ]
    assert counts["reviewed"] == 31
    assert counts["candidate"] >= 20
    store.close()


def test_what_was_written_is_never_overwritten(smup: Smup, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "kongres.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert smup("documents", "scan", path, "--write", "--data", folder).code == 0
    record = folder / "record" / "kongres.toml"
    record.write_text(record.read_text().replace("candidate", "reviewed"))
    before = state(folder)
    answer = smup("documents", "scan", path, "--write", "--data", folder)
    assert answer.code == 1
    assert f"{record} exists already" in answer.err
    assert state(folder) == before


def test_what_another_document_records_is_mentioned(smup: Smup, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "nowe.txt"
    path.write_text("II Forum Metropolii Krakowskiej trwało tydzień.\nWystąpił na nim CityLab.\n", encoding="utf-8")
    records = tomllib.loads(smup("documents", "scan", path, "--data", folder).out.decode())
    assert [one["record_id"] for one in records["mention"]] == ["forum_metropolii_krakowskiej_2"]
    assert "event" not in records


BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\t ", "no text"),
    "binary.txt": (bytes(range(256)) * 40, "binary.txt"),
    "picture.pdf": (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture.pdf"),
    "broken.pdf": (b"%PDF-1.7\n1 0 obj\n<<", "broken.pdf"),
    "zip.docx": (b"PK\x03\x04" + bytes(50), "zip.docx"),
    "deep.html": (b"<div>" * 100_000 + b"Kongres", "deep.html"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_is_one_sentence(
    name: str,
    smup: Smup,
    folder: Path,
    tmp_path: Path,
) -> None:
    content, words = BAD[name]
    (tmp_path / name).write_bytes(content)
    before = state(folder)
    answer = smup("documents", "scan", tmp_path / name, "--write", "--data", folder)
    assert (answer.code, answer.out) == (1, b"")
    assert words in answer.sentence
    assert name in answer.sentence
    assert state(folder) == before


def test_a_bad_file_does_not_stop_the_others(smup: Smup, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    answer = smup("documents", "scan", tmp_path / "none.txt", tmp_path / "good.txt", "--write", "--data", folder)
    assert answer.code == 1
    assert "none.txt cannot be opened" in answer.err
    assert (folder / "record" / "good.toml").exists()


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left(
    smup: Smup,
    folder: Path,
    tmp_path: Path,
) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    (folder / "document").write_text("a file where a folder should be")
    before = state(folder)
    answer = smup("documents", "scan", tmp_path / "good.txt", "--write", "--data", folder)
    assert answer.code == 1
    assert answer.err.splitlines()[-1].startswith(f"{folder / 'record' / 'good.toml'} cannot be written")
    assert state(folder) == before


def test_a_text_that_says_nothing_of_events_gives_an_empty_proposal(
    smup: Smup,
    folder: Path,
    tmp_path: Path,
) -> None:
    (tmp_path / "none.txt").write_text("Woda płynie w rzece. Niebo jest niebieskie.\n", encoding="utf-8")
    answer = smup("documents", "scan", tmp_path / "none.txt", "--data", folder)
    assert answer.code == 0
    assert set(tomllib.loads(answer.out.decode())) == {"document"}
    assert "nothing found" in answer.err


def test_a_text_that_takes_too_long_is_told(
    smup: Smup, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smup.documents.scan._SECONDS", 1)
    (tmp_path / "dates.txt").write_text("Kongres Miast odbędzie się 3 maja 2024 r. " * 5000, encoding="utf-8")
    before = state(folder)
    answer = smup("documents", "scan", tmp_path / "dates.txt", "--write", "--data", folder)
    assert (answer.code, answer.out) == (1, b"")
    assert answer.sentence.endswith("dates.txt takes more than 1 seconds to read; split it.")
    assert state(folder) == before
