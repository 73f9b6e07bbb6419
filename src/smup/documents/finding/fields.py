"""The fields of candidate records, each with its words and a confidence."""

from dataclasses import replace
from typing import TypeVar

import pandas as pd

from smup.documents.finding.initiatives import lengthened
from smup.documents.finding.mentions import Cluster, Reading
from smup.documents.finding.owners import owner_of
from smup.documents.finding.schedule import Schedule
from smup.documents.finding.setting import mode_of, organisers_of, place_of
from smup.documents.polish.naming import nominative
from smup.documents.polish.phrases import Phrase
from smup.documents.polish.places import Place
from smup.documents.polish.words import words_of
from smup.model import DateBasis, EventRecord, Field, InitiativeRecord, Review, Told

T = TypeVar("T")


def event_record(
    cluster: Cluster,
    schedule: Schedule,
    event_id: str,
    part_of: tuple[str, str] | None,
    reading: Reading,
    umbrellas: frozenset[str],
) -> EventRecord:
    """Write the candidate record of an event; ``part_of`` is the whole's identifier and the words that name it."""
    best, sure = cluster.best, cluster.confidence
    words = quote_of(best, reading)
    place = place_of(cluster, reading, umbrellas)
    mode, organisers = mode_of(cluster, reading), organisers_of(cluster, reading)
    series = _series(best) if cluster.kind in umbrellas - {"day"} and best.named and not cluster.title else None

    def dated(value: T | None) -> Field[T] | None:
        return Field(value=value, quote=schedule.quotes, confidence=0.7) if value is not None else None

    def timed(value: T | None) -> Field[T] | None:
        return Field(value=value, quote=schedule.hours_quote or "", confidence=0.7) if value is not None else None

    return EventRecord(
        event_id=event_id,
        review=Review.CANDIDATE,
        name=Field(value=called(cluster), quote=_quotes(cluster, reading), confidence=sure),
        kind=Field(value=cluster.kind, quote=words, confidence=sure),
        series=_field(series, words, sure),
        edition_number=_field(cluster.edition if cluster.kind in umbrellas and cluster.kind != "day" else None,
                              _edition_words(cluster, reading), sure),
        part_of=_field(part_of[0], part_of[1], 0.5) if part_of else None,
        date_basis=schedule.basis if schedule.first else DateBasis.UNKNOWN,
        starts_on=dated(schedule.first),
        ends_on=dated(schedule.last),
        starts_at=timed(schedule.starts_at),
        ends_at=timed(schedule.ends_at),
        date_note=Told(pl=schedule.note[0], en=schedule.note[1], quote=schedule.quotes, confidence=0.7)
        if schedule.note else None,
        mode=_field(mode[0], mode[1], 0.6) if mode else None,
        area_id=_field(place[0].area_id, place[1], 0.7) if place else None,
        place=_field(_place_name(place[0], reading), place[1], 0.7) if place else None,
        organisers=_field(organisers[0], organisers[1], 0.6) if organisers else None,
    )  # fmt: skip


def initiative_record(
    cluster: Cluster, initiative_id: str, reading: Reading, services: pd.DataFrame
) -> InitiativeRecord:
    """Write the candidate record of an initiative; ``services`` is the input table of services."""
    name = called(cluster)
    words = quote_of(lengthened(cluster.best), reading)
    owner = owner_of(cluster, reading)
    service = _service(cluster, services)
    area_id = owner[0].area_id if owner else None
    return InitiativeRecord(
        initiative_id=initiative_id,
        review=Review.CANDIDATE,
        name=Field(value=name, quote=[words, *_quotes(cluster, reading)[1:]], confidence=cluster.confidence),
        kind=Field(value=cluster.kind, quote=words, confidence=cluster.confidence),
        owner=_field([reading.gazetteer.name(area_id)], owner[1], owner[2]) if owner and area_id else None,
        area_id=_field(area_id, owner[1], owner[2]) if owner else None,
        theme_id=_field(service[1], quote_of(cluster.best, reading), 0.4) if service else None,
        service_id=_field(service[0], quote_of(cluster.best, reading), 0.4) if service else None,
    )


def called(cluster: Cluster) -> str:
    """Name an event or initiative as a register would."""
    return cluster.title or nominative(cluster.best)


def _field(value: T | None, quote: str, confidence: float) -> Field[T] | None:
    return Field(value=value, quote=quote, confidence=confidence) if value is not None else None


def quote_of(phrase: Phrase, reading: Reading) -> str:
    """Return the words of a phrase as the document has them."""
    return reading.quote(phrase.start, phrase.end)


def _quotes(cluster: Cluster, reading: Reading) -> list[str]:
    """Return up to four ways in which a document names a thing, the fullest first."""
    mentions = sorted(cluster.mentions, key=lambda one: (one is not cluster.best, -len(one.content), one.start))
    return list(dict.fromkeys(quote_of(one, reading) for one in mentions))[:4]


def _edition_words(cluster: Cluster, reading: Reading) -> str:
    told = next((one for one in cluster.mentions if one.edition is not None), cluster.best)
    return quote_of(told, reading)


def _series(phrase: Phrase) -> str:
    """Return the name of a series: that of the event without its edition and year."""
    words = nominative(replace(phrase, first=phrase.head)).split(" - ")[0].split()
    return " ".join(word for word in words if not (word.isdigit() and len(word) == 4))


def _place_name(place: Place, reading: Reading) -> str:
    names = {reading.gazetteer.name(area_id) for area_id in place.area_ids}
    ambiguous = len(place.area_ids) > 1
    return next(iter(sorted(names))) + (f" (nazwa wieloznaczna: {', '.join(place.area_ids)})" if ambiguous else "")


def _service(cluster: Cluster, services: pd.DataFrame) -> tuple[str, str] | None:
    """Return service and theme when all telling words of a service's name stand in the sentence of an initiative."""
    spoken = frozenset().union(*(word.lemmas for one in cluster.mentions for word in one.sentence.words))
    for row in services.itertuples():
        telling = [word.lemmas for word in words_of(str(row.name_pl)) if len(word.text) > 3]
        if telling and all(lemmas & spoken for lemmas in telling):
            return str(row.service_id), str(row.theme_id)
    return None
