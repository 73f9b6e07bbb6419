"""Events as a calendar file: what icalendar reads back is what the documents say."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import icalendar
import pandas as pd
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from conftest import World
from smup import reports
from smup.__main__ import app
from smup.queries import exports
from smup.store import Store

WARSAW = ZoneInfo("Europe/Warsaw")


def read(content: bytes) -> dict[str, icalendar.Event]:
    """The events of a calendar by UID."""
    return {str(event["uid"]): event for event in icalendar.Calendar.from_ical(content).walk("VEVENT")}


def test_shipped_events_come_back_with_hours_days_and_proof(store: Store) -> None:
    content = reports.to_ics(exports.calendar(store))
    events = read(content)
    assert set(events) == {
        "minipanel_smup@smup",
        "panel_inteligencja_strategiczna_miasta@smup",
        "sesja_walnego_zebrania_czlonkow@smup",
    }
    panel = events["minipanel_smup@smup"]
    assert panel.decoded("dtstart") == datetime(2021, 6, 8, 11, 30, tzinfo=WARSAW)
    assert panel.decoded("dtend") == datetime(2021, 6, 8, 11, 50, tzinfo=WARSAW)
    assert panel.decoded("dtstart").utcoffset() == timedelta(hours=2), "summer time"
    assert str(panel["summary"]) == "Minipanel SMUP"
    assert "datę podaje dokument" in panel["description"] and "11:30 – 11:50" in panel["description"]
    day = events["sesja_walnego_zebrania_czlonkow@smup"]
    assert day.decoded("dtstart") == date(2021, 12, 14)
    assert day.decoded("dtend") == date(2021, 12, 15), "the end of whole days is the day after"
    assert "data wywnioskowana" in day["description"] and "14 grudnia br." in day["description"]
    built = store.edition["built_at"].to_pydatetime().replace(tzinfo=UTC, microsecond=0)
    assert {event.decoded("dtstamp") for event in events.values()} == {built}
    assert reports.to_ics(exports.calendar(store)) == content, "asked twice, answered alike"
    assert b"TZID:Europe/Warsaw" in content


ROW = {
    "event_id": "x", "name": "Żółć; z, przecinkiem\ni wierszem", "kind_name": "kongres", "theme": "Edukacja",
    "starts_on": pd.Timestamp("2020-12-30"), "ends_on": pd.NaT, "starts_at": None, "ends_at": None,
    "place": "Łódź, hala\\1", "organisers": "A; B", "date_basis": "stated", "date_note": None, "quotes": "30\n grudnia",
    "review": "candidate", "built_at": pd.Timestamp("2026-11-22 12:00"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("known", "begins", "ends"),
    [
        ({}, date(2020, 12, 30), date(2020, 12, 31)),
        ({"ends_on": pd.Timestamp("2021-01-02")}, date(2020, 12, 30), date(2021, 1, 3)),
        ({"starts_at": time(9)}, datetime(2020, 12, 30, 9, tzinfo=WARSAW), None),
        (
            {"starts_at": time(22), "ends_at": time(2), "ends_on": pd.Timestamp("2020-12-31")},
            datetime(2020, 12, 30, 22, tzinfo=WARSAW),
            datetime(2020, 12, 31, 2, tzinfo=WARSAW),
        ),
        ({"starts_at": time(9), "ends_on": pd.Timestamp("2020-12-31")}, date(2020, 12, 30), date(2021, 1, 1)),
        ({"ends_at": time(9)}, date(2020, 12, 30), date(2020, 12, 31)),
    ],
)
def test_begin_and_end_are_as_exact_as_the_document(known: dict[str, object], begins: date, ends: date | None) -> None:
    event = read(reports.to_ics(pd.DataFrame([ROW | known])))["x@smup"]
    assert event.decoded("dtstart") == begins
    assert (event.decoded("dtend") if "dtend" in event else None) == ends


def test_any_text_comes_back_as_it_was() -> None:
    event = read(reports.to_ics(pd.DataFrame([ROW])))["x@smup"]
    assert str(event["summary"]) == ROW["name"]
    assert str(event["location"]) == ROW["place"]
    assert [str(one) for one in event["categories"].cats] == ["kongres", "Edukacja"]
    assert str(event["description"]).splitlines() == [
        "Organizator: A; B", "datę podaje dokument", "„30 grudnia”", "propozycja programu, niesprawdzona",
    ]  # fmt: skip


def test_a_calendar_without_events_is_a_calendar(store: Store) -> None:
    assert read(reports.to_ics(exports.calendar(store, []))) == {}


def test_the_command_writes_events_alone(built_world: World) -> None:
    runner = CliRunner()
    answer = runner.invoke(app, ["export", "events", "--format", "ics", "--data", str(built_world.data)])
    assert answer.exit_code == 0
    assert set(read(answer.stdout_bytes)) == {"kongres@smup"}
    assert read(answer.stdout_bytes)["kongres@smup"].decoded("dtstart") == date(2020, 6, 8)


def test_days_and_hours_are_readable_in_every_form(store: Store) -> None:
    frame = exports.export(store, "events").set_index("event_id", drop=False).loc[["minipanel_smup"]]
    assert b'"starts_on":"2021-06-08"' in reports.to_jsonl(frame)
    assert b'"starts_at":"11:30:00"' in reports.to_jsonl(frame)
    assert b",2021-06-08,2021-06-08,11:30:00,11:50:00," in reports.to_csv(frame)
    cells = {cell.column_letter: cell for cell in load_workbook(BytesIO(reports.to_xlsx(frame))).active[2]}
    shown = [(str(cell.value), cell.number_format) for cell in cells.values() if cell.is_date]
    assert [text for text, _ in shown][:1] == ["2021-06-08 00:00:00"]
    assert {form for _, form in shown[:2]} == {"yyyy-mm-dd"}
    assert "11:30:00" in {str(cell.value) for cell in cells.values()}
