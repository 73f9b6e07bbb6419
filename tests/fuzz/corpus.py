"""Real files and texts, from which bad ones are made."""

import json
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pandas as pd

from smup.sources.submission import template_csv, template_xlsx

CHECKOUT = Path(__file__).parents[2]
OWN = """area;indicator;period;value;status;note
Kraków;own_benches;2024;1 234,5;;od mieszkańców
126101;score;2023;61,2 %;A;
Wrocław;own_benches;31.12.2024;b.d.;L;–
"""
ICS = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20210608\r\nSUMMARY:Kongres w Ustce\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
PAGE = {"totalRecords": 2, "page": 0, "lastUpdate": "2026-01-01", "results": [
    {"id": "011212161011", "name": "Kraków", "values": [{"year": "2023", "val": 1.5, "attrId": 1}]},
    {"id": "023016264011", "name": "Poznań", "values": [{"year": "2023", "val": 0, "attrId": 0}]},
]}  # fmt: skip
CARD = {"id": 60559, "subjectId": "P2425", "n1": "ogółem", "level": 6, "measureUnitId": 1, "measureUnitName": "osoba",
        "years": [2022, 2023]}  # fmt: skip
VALUES = [{"id": 5, "id-daty": 20231231, "id-teryt": 7, "id-flaga": 1, "wartosc": 12.5, "precyzja": 1}]
LISTS = [{"id-ou": 1, "nazwa-obszaru": "Edukacja"}, {"id-up": 2, "nazwa-uslugi": "Szkoły"},
         {"id": 5, "nazwa-wskaznika": "Liczba", "wymiar-opisu-uslugi": "ilość"},
         {"id-flaga": 1, "opis": "wartość rzetelna"}, {"id-daty": 20231231},
         {"id-teryt": 7, "woj": "12", "pow": "61", "gmn": "01", "rodz": "1", "nazwa-dod": "gmina miejska"}]  # fmt: skip


def seeds() -> list[str]:
    """The documents that the records are made of."""
    return [path.read_text(encoding="utf-8") for path in sorted((CHECKOUT / "seeds").glob("*.txt"))]


def _html(text: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in text.splitlines() if line)
    return f"<!DOCTYPE html><html lang=pl><head><meta charset=utf-8><title>A</title></head><body>{body}".encode()


def _word(text: str) -> bytes:
    document, file = docx.Document(), BytesIO()
    for line in text.splitlines()[:40]:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def _pdf(text: str) -> bytes:
    import typst

    quoted = json.dumps(text[:3000], ensure_ascii=False)
    return bytes(typst.compile(f"#set page(height: 200pt)\n#{quoted}".encode()))


def _workbook(text: str) -> bytes:
    file = BytesIO()
    pd.DataFrame([line.split(";") for line in text.splitlines()]).to_excel(file, index=False, header=False)
    return file.getvalue()


def _zip(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def _text() -> list[bytes]:
    return [text.encode(encoding, "ignore") for text in [*seeds(), ICS]
            for encoding in ("utf-8", "cp1250", "iso8859-2", "utf-16")]  # fmt: skip


def _tables() -> list[bytes]:
    return [OWN.replace(";", sign).encode(encoding, "ignore") for sign in ";\t," for encoding in
            ("utf-8-sig", "cp1250", "iso8859-2", "utf-16")] + [template_csv()]  # fmt: skip


def _bomb() -> bytes:
    return _zip(xl__workbook=bytes(60_000_000))


def _json() -> list[bytes]:
    bodies = [PAGE, CARD, VALUES, {"data": VALUES}, *([one] for one in LISTS), LISTS]
    return [json.dumps(body, ensure_ascii=False).encode() for body in bodies]


def _inputs() -> list[bytes]:
    files = [*(CHECKOUT / "data").glob("*.csv"), *(CHECKOUT / "data" / "record").glob("*.toml")]
    small = sorted(files)
    return [b"".join(path.read_bytes().splitlines(keepends=True)[:40]) for path in small]


def _formulae() -> list[bytes]:
    return [str(one).encode() for one in pd.read_csv(CHECKOUT / "data" / "indicator.csv", dtype=str)["formula"]]


def _queries() -> list[bytes]:
    return [str(one).encode() for one in pd.read_csv(CHECKOUT / "tests" / "readers.csv", dtype=str)["query"]]


ADDRESSES = [
    "page=ranking&area=126101,126301&indicator=score&group=similar&peers=7&period=2023&lang=en",
    "page=map&level=powiat&classes=median&tasks=gmina&zoom=area&metro=all&theme=education",
    "page=comparison&kind=city_with_powiat_rights&voivodeship=12&population_from=1000&population_to=9&prices=real",
    "page=practices&record=x&record_kind=event.panel&place=126101&year=none&review=reviewed&search=szkoła",
    "page=report&service=schooling&without=exam8_maths&cited=0123456789ab&group=neighbours&embed=true",
    "page=catalogue&q=woda&section=peers&edition=abc&pair=cost_score&quantity=a&quality=b&cost=c&trend=d",
]

CORPORA: dict[str, Callable[[], list[bytes]]] = {
    "text": _text,
    "html": lambda: [_html(text) for text in seeds()],
    "docx": lambda: [_word(text) for text in seeds()],
    "pdf": lambda: [_pdf(text) for text in seeds()],
    "tables": _tables,
    "workbooks": lambda: [_workbook(OWN), template_xlsx(_statuses()), _bomb(), _zip(a=b"a")],
    "json": _json,
    "inputs": _inputs,
    "formulae": _formulae,
    "queries": _queries,
    "numbers": lambda: [one.encode() for one in ("1 234,5", "-12.5%", "1.234.567", "b.d.", "1e5", "−3,5 zł", "12,345")],
    "addresses": lambda: [one.encode() for one in ADDRESSES],
}  # fmt: skip


def _statuses() -> pd.DataFrame:
    return pd.read_csv(CHECKOUT / "data" / "status.csv", dtype=str).rename(columns={"name_pl": "name"})


@cache
def corpus(name: str) -> tuple[bytes, ...]:
    """Return the real inputs of a target."""
    return tuple(CORPORA[name]())
