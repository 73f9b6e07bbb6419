"""Candidate records: what a document seems to record, in the form of a record file, for a person to review."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from smup.documents.finding.attribution import published
from smup.documents.finding.events import events
from smup.documents.finding.fields import called, event_record, initiative_record, quote_of
from smup.documents.finding.initiatives import initiatives
from smup.documents.finding.mentions import Cluster, Reading
from smup.documents.finding.schedule import Schedule, schedules
from smup.documents.polish.naming import identifier
from smup.documents.polish.phrases import Term, vocabulary
from smup.documents.polish.places import Gazetteer
from smup.documents.polish.sentences import Sentence
from smup.documents.polish.words import words_of
from smup.model import (
    DocumentRecord,
    Field,
    MentionRecord,
    RecordFile,
    Review,
)


@dataclass(frozen=True)
class Knowledge:
    """What the reader of a document knows beforehand: the input tables and the records of other documents."""

    tables: dict[str, pd.DataFrame]
    known: list[RecordFile]


def candidates(text: str, document: DocumentRecord, knowledge: Knowledge) -> RecordFile:
    """Read ``text`` and propose its events and initiatives, each field with its words and a confidence.

    What another document's record already names becomes a mention of that record.
    """
    tables = knowledge.tables
    gazetteer = Gazetteer(tables["area"], tables["area_adjective"])
    kinds = tables["event_kind"]
    umbrellas = frozenset(kinds.loc[kinds["umbrella"], "kind"])
    of_events = Reading(text, gazetteer, _vocabulary(kinds))
    of_initiatives = replace(of_events, terms=_vocabulary(tables["initiative_kind"]))
    found = events(of_events, umbrellas)
    things = initiatives(of_initiatives, [phrase for one in found for phrase in [*one.mentions, *one.others]])
    when = schedules(found, of_events, umbrellas)
    known = _known(knowledge.known)
    taken = {record_id for record_id, _day in known.values()}
    homes = [_home(("event", called(one)), known, its.first) for one, its in zip(found, when, strict=True)]
    event_ids = [home or identifier(called(one), taken) for one, home in zip(found, homes, strict=True)]
    event_records = []
    for number, cluster in enumerate(found):
        if homes[number] is None:
            whole = _whole(number, found, when, umbrellas)
            if whole is not None and homes[whole] is not None and when[number].first is not None:
                whole = None  # the days of the whole are in another document's record
            part_of = (event_ids[whole], quote_of(found[whole].best, of_events)) if whole is not None else None
            event_records.append(event_record(cluster, when[number], event_ids[number], part_of, of_events, umbrellas))
    homes_of_things = [_home(("initiative", called(one)), known, None) for one in things]
    told = [*zip(found, homes, strict=True), *zip(things, homes_of_things, strict=True)]
    return RecordFile(
        document=_described(document, of_events),
        event=event_records,
        initiative=[
            initiative_record(one, identifier(called(one), taken), of_initiatives, tables["service"])
            for one, home in zip(things, homes_of_things, strict=True) if home is None
        ],
        mention=[_mention(home, one, of_events) for one, home in told if home is not None],
    )  # fmt: skip


def _vocabulary(kinds: pd.DataFrame) -> dict[str, list[Term]]:
    return vocabulary(zip(kinds["kind"], kinds["terms"], strict=True))


def _described(document: DocumentRecord, reading: Reading) -> DocumentRecord:
    """Add title and day of publication, where the text has them."""
    title = next((one for one in reading.sentences[:8] if not one.menu and _heads(one, reading)), None)
    page = published(reading)
    words = reading.quote(title.start, title.end) if title else ""
    return DocumentRecord(
        document_id=document.document_id, file=document.file, sha256=document.sha256, original=document.original,
        title=Field(value=words, quote=words, confidence=0.5) if title else None,
        published_on=Field(value=page[0], quote=page[1], confidence=0.7) if page else None,
    )  # fmt: skip


def _heads(sentence: Sentence, reading: Reading) -> bool:
    """Whether a sentence is a line of its own that reads like a title."""
    alone = sum(one.block == sentence.block for one in reading.sentences) == 1
    letters = sum(word.text[0].isalpha() for word in sentence.words)
    return alone and not sentence.item and sentence.words[-1].text not in ".,;:" and 3 <= letters <= 25


def _whole(number: int, found: list[Cluster], when: list[Schedule], umbrellas: frozenset[str]) -> int | None:
    """Return the event that another is part of: the one named in its sentence, else the only one there is."""
    cluster = found[number]
    if cluster.kind in umbrellas - {"day", "series"}:
        return None
    wholes = [at for at, one in enumerate(found) if one.kind in umbrellas and at != number and one.kind != "day"]
    wholes = [at for at in wholes if when[number].within(when[at])]
    beside = [
        at for at in wholes
        if any(one.sentence is mine.sentence for one in found[at].mentions for mine in cluster.mentions)
    ]  # fmt: skip
    spoken_of = len(wholes) == 1 and len(found[wholes[0]].mentions) + len(found[wholes[0]].others) > 1
    return beside[0] if beside else wholes[0] if spoken_of else None


def _known(files: list[RecordFile]) -> dict[tuple[str, frozenset[str]], tuple[str, date | None]]:
    """Index the records of other documents by what they are and what their names say."""
    events = [one for file in files for one in file.event]
    things = [one for file in files for one in file.initiative]
    named: dict[tuple[str, frozenset[str]], tuple[str, date | None]] = {
        ("initiative", _key(one.name.value)): (one.initiative_id, None) for one in things
    }
    return named | {
        ("event", _key(one.name.value)): (one.event_id, one.starts_on.value if one.starts_on else None)
        for one in events
    }


def _home(
    called_as: tuple[str, str], known: dict[tuple[str, frozenset[str]], tuple[str, date | None]], day: date | None
) -> str | None:
    """Return the record of that name; one of another or an unknown day may be another edition, so it is none."""
    record = known.get((called_as[0], _key(called_as[1])))
    return record[0] if record and (day is None or day == record[1]) else None


def _key(name: str) -> frozenset[str]:
    """Return what two names of one thing share: their dictionary forms and numbers, without small words."""
    return frozenset(
        min(word.lemmas)
        for word in words_of(name)
        if word.text[0].isalnum() and (len(word.text) > 2 or word.text.isupper())
    )


def _mention(record_id: str, cluster: Cluster, reading: Reading) -> MentionRecord:
    return MentionRecord(record_id=record_id, review=Review.CANDIDATE, quotes={"name": quote_of(cluster.best, reading)})
