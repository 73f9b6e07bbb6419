"""What ``smup documents scan`` proposes, measured against the records that were read by hand."""

import re
import tomllib
from dataclasses import dataclass

import pandas as pd
import pytest

from conftest import CHECKOUT
from smup.documents.finding.candidates import Knowledge, candidates
from smup.documents.record_file import read_record_file, record_files
from smup.model import DocumentRecord, EventRecord, InitiativeRecord, RecordFile
from smup.sources.tables import read_tables

DATA = CHECKOUT / "data"
FILES = {file.document.document_id: file for file in map(read_record_file, record_files(DATA))}
RECORDS = {one.event_id: one for file in FILES.values() for one in file.event} | {
    one.initiative_id: one for file in FILES.values() for one in file.initiative
}
Record = EventRecord | InitiativeRecord


@dataclass
class Score:
    """Counts over documents: records read by hand, proposed, found, and of those found how many fields are right."""

    wanted: int = 0
    proposed: int = 0
    found: int = 0
    kinds: int = 0
    dates_given: int = 0
    dates_right: int = 0
    dates_wrong: int = 0
    places_given: int = 0
    places_right: int = 0
    places_known: int = 0

    @property
    def recall(self) -> float:
        return self.found / self.wanted

    @property
    def precision(self) -> float:
        return self.found / self.proposed


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return read_tables(DATA)


def proposed(document_id: str, tables: dict[str, pd.DataFrame]) -> RecordFile:
    """The candidates of a document, read as if no record were known."""
    text = (DATA / FILES[document_id].document.file).read_text(encoding="utf-8")
    return candidates(text, DocumentRecord(document_id="new", file="new.txt"), Knowledge(tables, []))


def by_hand(document_id: str) -> list[tuple[Record, list[str]]]:
    """The records that a document proves, its own and those it mentions, with the words that name them there."""
    file = FILES[document_id]
    own = [(one, one.name.quotes) for one in [*file.event, *file.initiative]]
    told = [(RECORDS[one.record_id], one.quotes["name"]) for one in file.mention]
    return [*own, *((record, [quotes] if isinstance(quotes, str) else quotes) for record, quotes in told)]


def spans(text: str, quotes: list[str]) -> list[tuple[int, int]]:
    return [match.span() for quote in quotes for match in re.finditer(r"\s+".join(map(re.escape, quote.split())), text)]


def matched(text: str, wanted: list[tuple[Record, list[str]]], found: list[Record]) -> dict[int, int]:
    """Pair records with candidates whose naming words overlap in the text, one to one, the best pairs first."""
    pairs = []
    for number, (record, quotes) in enumerate(wanted):
        for other, candidate in enumerate(found):
            overlap = max(
                (
                    min(end, last) - max(start, first)
                    for start, end in spans(text, quotes)
                    for first, last in spans(text, candidate.name.quotes)
                ),
                default=0,
            )
            if overlap > 3:
                same_kind = record.kind.value == candidate.kind.value
                same_place = record.area_id is not None and record.area_id.value == _area(candidate)
                pairs.append((2 * same_kind + 3 * same_place + overlap / 100, number, other))
    chosen: dict[int, int] = {}
    for _score, number, other in sorted(pairs, reverse=True):
        if number not in chosen and other not in chosen.values():
            chosen[number] = other
    return chosen


def _area(record: Record) -> str | None:
    return record.area_id.value if record.area_id else None


def scored(document_id: str, record_type: type, tables: dict[str, pd.DataFrame]) -> Score:
    text = (DATA / FILES[document_id].document.file).read_text(encoding="utf-8")
    file = proposed(document_id, tables)
    wanted = [(record, quotes) for record, quotes in by_hand(document_id) if isinstance(record, record_type)]
    found: list[Record] = [one for one in [*file.event, *file.initiative] if isinstance(one, record_type)]
    score = Score(wanted=len(wanted), proposed=len(found))
    for number, other in matched(text, wanted, found).items():
        record, candidate = wanted[number][0], found[other]
        score.found += 1
        score.kinds += record.kind.value == candidate.kind.value
        if isinstance(record, EventRecord) and isinstance(candidate, EventRecord):
            days = [one.starts_on.value if one.starts_on else None for one in (record, candidate)]
            ends = [one.ends_on.value if one.ends_on else None for one in (record, candidate)]
            score.dates_given += days[1] is not None
            score.dates_right += days[1] is not None and (days[0], ends[0]) == (days[1], ends[1])
            score.dates_wrong += days[1] is not None and (days[0], ends[0]) != (days[1], ends[1])
        score.places_known += _area(record) is not None
        score.places_given += _area(candidate) is not None
        score.places_right += _area(candidate) is not None and _area(record) == _area(candidate)
    return score


def total(scores: list[Score]) -> Score:
    return Score(**{name: sum(getattr(score, name) for score in scores) for name in Score.__dataclass_fields__})


def test_recall_precision_dates_and_places_on_the_five_documents(
    tables: dict[str, pd.DataFrame], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["", "smup documents scan against the records read by hand",
             f"{'document':28}{'records':12}{'by hand':>8}{'proposed':>9}{'found':>6}{'recall':>8}{'precision':>10}"
             f"{'kind':>6}{'dates':>10}{'places':>8}"]  # fmt: skip
    totals = {}
    for record_type, name in ((EventRecord, "events"), (InitiativeRecord, "initiatives")):
        scores = {document_id: scored(document_id, record_type, tables) for document_id in FILES}
        scores["all"] = totals[name] = total(list(scores.values()))
        for document_id, one in scores.items():
            rates = f"{one.recall:8.2f}" if one.wanted else f"{'–':>8}"
            rates += f"{one.precision:10.2f}" if one.proposed else f"{'–':>10}"
            dates = f"{one.dates_right}/{one.dates_given}" if name == "events" else ""
            places = f"{one.places_right}/{one.places_given}"
            lines.append(f"{document_id:28}{name:12}{one.wanted:8}{one.proposed:9}{one.found:6}{rates}"
                         f"{one.kinds:6}{dates:>10}{places:>8}")  # fmt: skip
    with capsys.disabled():
        print("\n".join(lines))
    events, initiatives = totals["events"], totals["initiatives"]
    assert events.recall >= 0.9
    assert initiatives.recall >= 0.8
    assert events.precision >= 0.8
    assert initiatives.precision >= 0.8
    assert events.dates_wrong == 0
    places = events.places_right + initiatives.places_right
    assert places >= 0.95 * (events.places_given + initiatives.places_given)


MADE_UP = sorted((CHECKOUT / "tests" / "documents").glob("*.toml"))


def test_documents_that_were_written_apart_from_the_program(
    tables: dict[str, pd.DataFrame], capsys: pytest.CaptureFixture[str]
) -> None:
    names = tables["area"].set_index("area_id")["name"]
    counts = dict.fromkeys(("wanted", "proposed", "found"), 0)
    things = dict(counts)
    wrong: list[str] = []
    dates, places = [0, 0], [0, 0]
    for path in MADE_UP:
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        labels = tomllib.loads(path.read_text(encoding="utf-8"))
        file = candidates(text, DocumentRecord(document_id="new", file="new.txt"), Knowledge(tables, []))
        for count, wanted, found in (
            (counts, labels["event"], file.event),
            (things, labels["initiative"], file.initiative),
        ):
            pairs = paired(text, wanted, list(found))
            count["wanted"] += len(wanted)
            count["proposed"] += len(found)
            count["found"] += len(pairs)
            for label, record in pairs:
                place = label.get("place", label.get("owner_place", ""))
                if _area(record):
                    places[1] += 1
                    places[0] += names[_area(record)] == place
                    wrong += [f"{path.stem}: {label['name']}: {names[_area(record)]}"] * (names[_area(record)] != place)
                if isinstance(record, EventRecord) and record.starts_on:
                    dates[1] += 1
                    dates[0] += str(record.starts_on.value) == label["starts_on"]
                    if str(record.starts_on.value) != label["starts_on"]:
                        wrong.append(f"{path.stem}: {label['name']}: {record.starts_on.value}")
    with capsys.disabled():
        for name, count in (("events", counts), ("initiatives", things)):
            print(f"\nthree unseen documents, {name:12} {count['wanted']:3} by hand {count['proposed']:3} proposed"
                  f" {count['found']:3} found, recall {count['found'] / count['wanted']:.2f},"
                  f" precision {count['found'] / count['proposed']:.2f}", end="")  # fmt: skip
        print(f"\nthree unseen documents, dates right {dates[0]} of {dates[1]} given,"
              f" places right {places[0]} of {places[1]} given")  # fmt: skip
    assert counts["found"] >= 0.8 * counts["wanted"]
    assert counts["found"] >= 0.8 * counts["proposed"]
    assert things["found"] >= 0.6 * things["wanted"]
    assert things["found"] >= 0.8 * things["proposed"]
    assert dates[0] == dates[1], wrong
    assert places[0] >= 0.95 * places[1], wrong


def paired(text: str, wanted: list[dict[str, str]], found: list[Record]) -> list[tuple[dict[str, str], Record]]:
    """Pair labels with candidates whose naming words overlap, the same kind first."""
    pairs = []
    for number, label in enumerate(wanted):
        for other, candidate in enumerate(found):
            overlap = max(
                (
                    min(end, last) - max(start, first)
                    for start, end in spans(text, [label["quote"]])
                    for first, last in spans(text, candidate.name.quotes)
                ),
                default=0,
            )
            if overlap > 3:
                named = candidate.name.value.split()[-1][:4] in label["name"]
                pairs.append((2 * (label["kind"] == candidate.kind.value) + 2 * named + overlap / 100, number, other))
    chosen: dict[int, int] = {}
    for _score, number, other in sorted(pairs, reverse=True):
        if number not in chosen and other not in chosen.values():
            chosen[number] = other
    return [(wanted[number], found[other]) for number, other in chosen.items()]


def read(text: str, tables: dict[str, pd.DataFrame], known: list[RecordFile] | None = None) -> RecordFile:
    return candidates(text, DocumentRecord(document_id="new", file="new.txt"), Knowledge(tables, known or []))


def days(file: RecordFile) -> dict[str, str | None]:
    return {one.event_id: str(one.starts_on.value) if one.starts_on else None for one in file.event}


def test_a_date_above_a_programme_is_proved_by_its_own_words(tables: dict[str, pd.DataFrame]) -> None:
    file = read("Program\n\nponiedziałek, 12 maja 2025 r.\n\n9:00 Panel „A”\n\n10:00 Debata o wodzie\n", tables)
    assert days(file) == {"panel_a": "2025-05-12", "debata_o_wodzie": "2025-05-12"}
    assert {quote for one in file.event if one.starts_on for quote in one.starts_on.quotes} == {"12 maja 2025"}


@pytest.mark.parametrize(
    "text",
    [
        "Konkurs „Miasto dla Ludzi 2022” trwa. Piknik Sąsiedzki odbędzie się 14 maja w parku.",
        "Spotkamy się 9 września br. podczas seminarium „Kompost 2030”.",
        "Zjazd Soli 2020 minął. Warsztaty Ciepła odbędą się 3 maja 1850 r. w Łodzi.",
        "Panel Zimy odbędzie się 25 grudnia 9999 r. Zjazd Soli 2020 minął.",
        "Kongres Miast 2019 wspominamy. Następny odbędzie się 5 maja br.\n\nData publikacji: 01.02.2021",
        "Kongres Miast odbędzie się 5 i 20 maja 2019 r.",
        "Zgłoszenia na Kongres Miast przyjmujemy do 5 maja 2019 r.",
        "31 lutego 2020 r. odbędzie się Kongres Miast.",
    ],
)
def test_a_year_is_never_supplied(text: str, tables: dict[str, pd.DataFrame]) -> None:
    assert set(days(read(text, tables)).values()) <= {None}


@pytest.mark.parametrize(
    "text",
    [
        "Nowy Targ i Zielona Góra zapowiedziały współpracę.",
        "W tym roku nie organizujemy już festiwalu „Brama otwarta”.",
        "Nie doszło też do podpisania porozumienia o współpracy.",
        "Debata „Woda w mieście” została odwołana.",
        "XI Kongres zaczął się o czasie.",
    ],
)
def test_what_is_not_held_is_no_event(text: str, tables: dict[str, pd.DataFrame]) -> None:
    assert read(text, tables).event == []


def test_another_edition_of_a_known_event_is_a_record_of_its_own(tables: dict[str, pd.DataFrame]) -> None:
    first = read("Konferencja Rowerowa odbędzie się 5 maja 2024 r. w Toruniu.", tables)
    second = read("Konferencja Rowerowa odbędzie się 6 maja 2025 r. w Bydgoszczy.", tables, [first])
    assert days(second) == {"konferencja_rowerowa_2": "2025-05-06"}
    again = read("Konferencja Rowerowa 5 maja 2024 r. zgromadziła sto osób.", tables, [first])
    assert [one.record_id for one in again.mention] == ["konferencja_rowerowa"]


def test_a_part_with_days_of_its_own_is_not_hung_on_a_whole_of_another_document(
    tables: dict[str, pd.DataFrame],
) -> None:
    whole = read("Kongres Miast Zielonych 2024 odbędzie się 10-12 czerwca 2024 r. w Łodzi.", tables)
    part = "W ramach Kongresu Miast Zielonych 2024 panel „Woda w mieście” odbędzie się 20 czerwca 2024 r."
    (panel,) = read(part, tables, [whole]).event
    assert panel.part_of is None


@pytest.mark.parametrize("text", ["14" * 5000, "Kongres " + "a" * 100_000, "Konferencja a" + "\u0301" * 5000])
def test_words_of_thousands_of_letters_are_passed_over(text: str, tables: dict[str, pd.DataFrame]) -> None:
    assert read(text, tables).initiative == []
