"""Tables as files: CSV that opens right in Excel and in pandas, XLSX, Parquet, JSON lines and Markdown."""

from collections.abc import Callable
from io import BytesIO

import pandas as pd

from smup.model import SmupError

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_XLSX_ROWS = 1_048_575


def neutralised(frame: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before text that a spreadsheet would run as a formula; line ends within a cell become LF."""

    def safe(cell: object) -> object:
        if not isinstance(cell, str):
            return cell
        text = f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
        return text.replace("\r\n", "\n").replace("\r", "\n")

    texts = frame.select_dtypes(["object", "string", "category"]).columns
    return frame.assign(**{column: frame[column].map(safe) for column in texts})


def to_csv(frame: pd.DataFrame, separator: str = ",", decimal: str = ".", bom: bool = False) -> bytes:
    """Write UTF-8 CSV; ``bom`` makes Excel recognise the encoding."""
    text = neutralised(frame).to_csv(
        index=False, sep=separator, decimal=decimal, lineterminator="\r\n" if bom else "\n"
    )
    return str(text).encode("utf-8-sig" if bom else "utf-8")


def to_xlsx(frame: pd.DataFrame) -> bytes:
    """Write one sheet with a frozen header; text is never taken for a formula or a link."""
    if len(frame) > _XLSX_ROWS:
        raise SmupError(f"{len(frame)} rows do not fit on an XLSX sheet; export as csv or parquet.")
    book = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(book, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        frame.to_excel(writer, index=False, sheet_name="smup")
        sheet = writer.sheets["smup"]
        sheet.freeze_panes(1, 0)
        sheet.autofit(max_width=400)
    return book.getvalue()


def to_parquet(frame: pd.DataFrame) -> bytes:
    """Write Parquet (zstd)."""
    return bytes(frame.to_parquet(index=False, compression="zstd"))


def to_jsonl(frame: pd.DataFrame) -> bytes:
    """Write one JSON object a line."""
    if frame.empty:
        return b""
    text = frame.to_json(orient="records", lines=True, force_ascii=False, date_format="iso", double_precision=15)
    return str(text).encode()


def to_json(frame: pd.DataFrame) -> bytes:
    """Write a JSON array of objects."""
    text = frame.to_json(orient="records", force_ascii=False, date_format="iso", double_precision=15, indent=2)
    return str(text).encode() + b"\n"


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
}
