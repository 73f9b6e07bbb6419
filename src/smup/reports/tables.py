"""Tables as files: CSV that opens right in Excel and in pandas, XLSX, Parquet, JSON lines, Markdown, a calendar."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pandas as pd

from smup.model import Review, SmupError, unwritten
from smup.text import _, date_basis_name, review_name

# At the start of a cell, or behind what a spreadsheet of other habits takes for the end of one.
_FORMULA = re.compile(r'^(?=[=+\-@\t\n])|([;,\t\n]"*)(?=[=+\-@])')
XLSX_ROWS = 1_048_575
_WARSAW = ZoneInfo("Europe/Warsaw")


def neutralised(frame: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before text that a spreadsheet would run as a formula; line ends within a cell become LF."""

    def safe(cell: object) -> object:
        return _FORMULA.sub(r"\1'", _one_ending(cell)) if isinstance(cell, str) else cell

    texts = frame.select_dtypes(["object", "string", "category"]).columns
    return frame.assign(**{column: frame[column].map(safe) for column in texts}).rename(columns=safe)


def _one_ending(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def to_csv(frame: pd.DataFrame, separator: str = ",", decimal: str = ".", bom: bool = False) -> bytes:
    """Write UTF-8 CSV; ``bom`` makes Excel recognise the encoding."""
    text = neutralised(frame).to_csv(
        index=False, sep=separator, decimal=decimal, lineterminator="\r\n" if bom else "\n"
    )
    return str(text).encode("utf-8-sig" if bom else "utf-8")


def to_xlsx(frame: pd.DataFrame) -> bytes:
    """Write one sheet with a frozen header; text is never taken for a formula or a link."""
    if len(frame) > XLSX_ROWS:
        raise SmupError(f"{len(frame)} rows do not fit on an XLSX sheet; export as csv or parquet.")
    book = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    kwargs = {"options": options}
    with pd.ExcelWriter(book, "xlsxwriter", datetime_format="yyyy-mm-dd", engine_kwargs=kwargs) as writer:
        frame.to_excel(writer, index=False, sheet_name="smup")
        sheet = writer.sheets["smup"]
        sheet.freeze_panes(1, 0)
        sheet.autofit(max_width=400)
    return book.getvalue()


def to_parquet(frame: pd.DataFrame) -> bytes:
    """Write Parquet (zstd)."""
    return bytes(frame.to_parquet(index=False, compression="zstd"))


def to_jsonl(frame: pd.DataFrame) -> bytes:
    """Write one JSON object a line; days and hours as ISO texts."""
    if frame.empty:
        return b""
    days = {column: frame[column].dt.strftime("%Y-%m-%d") for column in frame.select_dtypes("datetime").columns}
    text = frame.assign(**days).to_json(
        orient="records", lines=True, force_ascii=False, date_format="iso", double_precision=15
    )
    return str(text).encode()


def to_json(frame: pd.DataFrame) -> bytes:
    """Write a JSON array of objects."""
    text = frame.to_json(orient="records", force_ascii=False, date_format="iso", double_precision=15, indent=2)
    return str(text).encode() + b"\n"


def to_ics(frame: pd.DataFrame) -> bytes:
    """Write dated events (``exports.calendar``) as iCalendar; hours are those of Warsaw."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//smup//PL")
    calendar.add("version", "2.0")
    for row in frame.itertuples(index=False):
        event = icalendar.Event()
        event.add("uid", f"{row.event_id}@smup")
        event.add("dtstamp", row.built_at.to_pydatetime().replace(tzinfo=UTC))
        event.add("summary", row.name)
        for name, moment in _moments(row).items():
            event.add(name, moment)
        if isinstance(row.place, str):
            event.add("location", row.place)
        if row.review == Review.CANDIDATE:
            event.add("status", "TENTATIVE")
        event.add("description", "\n".join(_remarks(row)))
        event.add("categories", [text for text in (row.kind_name, row.theme) if isinstance(text, str)])
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _moments(row: Any) -> dict[str, Any]:
    """Return begin and end: hours where they are known, else whole days, of which the end is the day after."""
    first = row.starts_on.date()
    last = first if pd.isna(row.ends_on) else row.ends_on.date()
    known = isinstance(row.starts_at, time) and (first == last or isinstance(row.ends_at, time))
    if not known:
        return {"dtstart": first, "dtend": last + timedelta(days=1)}
    moments = {"dtstart": datetime.combine(first, row.starts_at, _WARSAW)}
    if isinstance(row.ends_at, time):
        moments["dtend"] = datetime.combine(last, row.ends_at, _WARSAW)
    return moments


def _remarks(row: Any) -> list[str]:
    """Say who organises the event, how its day is known, in which words, and whether a person has checked that."""
    organised = _("Organised by: {names}").format(names=row.organisers) if isinstance(row.organisers, str) else None
    quotes = f"„{' '.join(row.quotes.split())}”" if isinstance(row.quotes, str) else None
    known = [organised, date_basis_name(row.date_basis), row.date_note, quotes, review_name(row.review)]
    return [text for text in known if isinstance(text, str)]


def _in_one_line(cell: object) -> str:
    return " ".join(str(cell).replace("|", "\\|").splitlines())


def to_markdown(frame: pd.DataFrame) -> bytes:
    """Write a Markdown table; a bar inside a cell is escaped."""

    def line(cells: list[object]) -> str:
        return "| " + " | ".join("" if pd.isna(cell) else _in_one_line(cell) for cell in cells) + " |"

    rows = [line(list(row)) for row in frame.astype(object).itertuples(index=False)]
    return "\n".join([line(list(frame.columns)), line(["---"] * len(frame.columns)), *rows, ""]).encode()


WRITERS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": to_csv,
    "xlsx": to_xlsx,
    "parquet": to_parquet,
    "jsonl": to_jsonl,
    "json": to_json,
    "md": to_markdown,
    "ics": to_ics,
}


def save(output: Path, content: Iterable[bytes]) -> None:
    """Write the pieces of a file, whole or not at all; a device or pipe is written to as it is."""
    target = output.resolve()
    draft = target.with_name(target.name + ".draft")
    try:
        if target.exists() and not target.is_file():
            _write(target, content)
        else:
            _write(draft, content)
            draft.replace(target)
    except (OSError, ValueError) as fault:
        raise unwritten(output, fault) from fault
    finally:
        draft.unlink(missing_ok=True)


def _write(path: Path, content: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(content)
