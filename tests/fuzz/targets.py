"""What reads the inputs of strangers, each with its rule: a refusal of ours in one plain sentence, or a sound result.

A target takes bytes and returns the sentence with which they were refused, or nothing when they were read. Any other
exception, and a result that breaks its rule, is a fault.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pandas as pd
from pydantic import TypeAdapter
from streamlit.testing.v1 import AppTest

from smup import own_data
from smup.documents import extraction, reading
from smup.documents.evidence import claims, evidence_rows
from smup.documents.finding.candidates import Knowledge, candidates
from smup.documents.record_file import read_record_file
from smup.documents.scan import to_toml
from smup.edition import open_edition
from smup.methods.formula import parse_formula
from smup.model import DocumentRecord, SmupError
from smup.queries import submissions, terms
from smup.search import MOST, Index, answers
from smup.sources.bdl import api as bdl
from smup.sources.bdl.answers import CARD
from smup.sources.live.client import Client
from smup.sources.live.fetching import Response
from smup.sources.live.forms import shaped
from smup.sources.live.journal import Journal
from smup.sources.live.limits import ANONYMOUS, Clock, Limiter
from smup.sources.live.passing import PassingError
from smup.sources.smup import answers as smup_answers
from smup.sources.smup import api as smup_api
from smup.sources.submission.numbers import read_number
from smup.sources.tables import TABLES, read_table, read_tables
from smup.store import FILE, Store
from smup.ui import url
from smup.ui.serving import SCRIPT

UNREAD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
PAGES = SCRIPT.parents[1] / "pages"


@dataclass
class Ground:
    """What the targets stand on: the small world, the shipped data, and a folder of their own to write inputs into."""

    data: Path
    shipped: Path
    scratch: Path

    @cached_property
    def store(self) -> Store:
        """The edition being served."""
        return open_edition(self.data / FILE)

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The input tables."""
        return read_tables(self.data)

    @cached_property
    def index(self) -> Index:
        """What the search knows: the names of the shipped data."""
        store = open_edition(self.shipped / FILE)
        return Index(terms.places(store), terms.subjects(store), terms.holders(store), terms.pairs(store))

    @cached_property
    def statuses(self) -> dict[str, bool]:
        """Whether a status means a missing value."""
        frame = submissions.statuses(self.store)
        return dict(zip(frame["status"], frame["missing"].astype(bool), strict=True))

    @cached_property
    def client(self) -> Client:
        """A client that is given answers and asks nobody."""
        limiter = Limiter(self.scratch / "limits.sqlite", ANONYMOUS, Clock())
        return Client("https://example.org", Journal(self.scratch / "journal"), limiter)

    def put(self, name: str, content: bytes) -> Path:
        """Write an input."""
        path = self.scratch / name
        path.write_bytes(content)
        return path


Target = Callable[[Ground, bytes], str]


def plain(sentence: str, *, ends: str = ".?") -> str:
    """Return a refusal; it is one sentence."""
    assert sentence.strip() and "\n" not in sentence and "Traceback" not in sentence, repr(sentence)
    assert not ends or sentence.endswith(tuple(ends)), repr(sentence)
    return sentence


def document(kind: str, ground: Ground, content: bytes) -> str:
    """The text of a document, read in this process; what a library does to it there ends a child in one sentence."""
    try:
        text = _read(kind, content)
    except extraction.UnreadableError as fault:
        return plain(str(fault))
    except (AssertionError, KeyboardInterrupt):
        raise
    except Exception as fault:
        if kind == "text":
            raise
        return f"contained: {type(fault).__name__}"
    assert text.strip() == text and text and len(text) <= extraction.TEXT_CHARACTERS
    assert unicodedata.is_normalized("NFC", text) and not UNREAD.search(text), "no control characters"
    assert "\r" not in text and "\n\n\n" not in text
    return ""


def _read(named: str, content: bytes) -> str:
    if not content:
        raise extraction.UnreadableError("is empty; fetch it again.")
    kind = reading._kind(content, named)
    if kind in ("pdf", "docx"):
        return reading._clean({"pdf": extraction.extract_pdf, "docx": extraction.extract_docx}[kind](content))
    text = reading.decode(content)
    if kind == "html" or reading.MARKUP.match(text):
        return reading._clean(extraction.extract_html(text.encode()))
    return reading._clean(text)


def in_child(ground: Ground, content: bytes) -> str:
    """The whole way of a stranger's document, with the child process and its limits."""
    suffix = {b"PK": ".docx", b"%P": ".pdf", b"<!": ".html"}.get(content[:2], ".txt")
    path = ground.put(f"document{suffix}", content)
    try:
        text = reading.read_document(path)
    except SmupError as fault:
        assert str(fault).startswith(str(path))
        return plain(str(fault).removeprefix(str(path)))
    assert text and not UNREAD.search(text)
    return ""


def scan(ground: Ground, content: bytes) -> str:
    """Records proposed of a text: what is written can be read again, and every quote stands in the text."""
    text = content.decode("utf-8", "ignore")
    try:
        text = reading._clean(text)
    except extraction.UnreadableError as fault:
        return plain(str(fault))
    text = text[:4000]
    own = DocumentRecord(document_id="fuzz", file="document/fuzz.txt", original="fuzz.txt", sha256="0" * 64)
    found = candidates(text, own, Knowledge(ground.tables, []))
    again = read_record_file(ground.put("fuzz.toml", to_toml(found).encode()))
    for kind in ("event", "initiative"):
        for record in getattr(again, kind):
            for claim in claims(record, getattr(record, f"{kind}_id"), "fuzz"):
                for row in evidence_rows(claim, {"fuzz": text}, "fuzz"):
                    assert text[row["start_char"] : row["end_char"]] == row["quote"]
    return ""


def own_file(name: str, ground: Ground, content: bytes) -> str:
    """A file of own data: good rows are finite or explained, of known areas, statuses and years, never invented."""
    try:
        found = own_data.examine(ground.store, content, name)
    except SmupError as fault:
        assert "/" not in str(fault)
        return plain(str(fault))
    rows = found.rows
    assert rows["value"].map(lambda value: pd.isna(value) or math.isfinite(value)).all()
    missing = rows["status"].map(ground.statuses)
    assert missing.notna().all() and (missing == rows["value"].isna()).all(), "a value is there, or its status says why"
    assert rows["period"].between(1990, 2100).all() and not rows.duplicated(["area_id", "indicator_id", "period"]).any()
    assert not set(rows["row"]) & set(found.faults["row"]), "a row is good or refused"
    for finding in pd.concat([found.faults, found.remarks]).itertuples(index=False):
        assert len(finding.read) <= 80 and "\n" not in finding.read + finding.expected, finding
    return f"faults: {', '.join(sorted(set(found.faults['expected'].str[:20])))}" if len(found.faults) else ""


def number(ground: Ground, content: bytes) -> str:
    """A number as people write it."""
    try:
        read = read_number(content.decode("utf-8", "replace"))
    except ValueError:
        return "no number"
    assert read.value is None or math.isfinite(read.value)
    return ""


def address(ground: Ground, content: bytes) -> str:
    """A page at any address: it stands, and what the address says is shown as text alone."""
    text = content.decode("utf-8", "replace")
    parameters = dict(parse_qsl(text, max_num_fields=40, errors="replace")) if text.count("&") < 40 else {}
    assert not re.search(r"[<>\[\]()*_`$:\\]", url.plain(text).replace("_", ""))
    name = parameters.pop("page", "start")
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app.query_params.update(parameters)
    if name.isidentifier() and (PAGES / f"{name}.py").is_file():
        app.switch_page(str(PAGES / f"{name}.py"))
    app.run()
    assert not app.exception, [one.value for one in app.exception]
    for one in app.error:
        plain(one.value)
    for one in [*app.markdown, *app.caption, *app.warning, *app.info]:
        assert "<script" not in one.value or "\\<script" in one.value
    return " ".join(sorted({re.sub(r"“.*”.*", "", one.value)[:30] for one in [*app.warning, *app.error]}))


def search(ground: Ground, content: bytes) -> str:
    """What a reader types into the search box: a few answers that lead to pages there are."""
    found = answers(ground.index, content.decode("utf-8", "replace"))
    assert len(found) <= MOST
    for one in found:
        assert (PAGES / f"{one.page}.py").is_file() and math.isfinite(one.score)
        assert all(isinstance(value, str) and value for value in one.parameters.values())
    return "" if found else "nothing found"


LIVE: tuple[Callable[[Any], object], ...] = (
    lambda body: bdl._refuse_misfit(body, 0, []),
    lambda body: shaped(CARD, body),
    *(one.read for one in (smup_api.THEMES, smup_api.SERVICES, smup_api.INDICATORS, smup_api.CARDS, smup_api.DAYS,
                           smup_api.UNITS, smup_api.FLAGS)),
    partial(smup_api._refuse_misfit, 5, 2023, []),
)  # fmt: skip


def live(ground: Ground, content: bytes) -> str:
    """An answer of BDL or SMUP: it has its form, or is asked for again and then refused; numbers are finite."""
    try:
        body = ground.client._body(Response(200, httpx.Headers(), content), "/x", None)
    except (PassingError, SmupError) as fault:
        return plain(str(fault), ends="")
    said = []
    for read in LIVE:
        try:
            read(body)
        except (PassingError, SmupError) as fault:
            said.append(plain(str(fault), ends=""))
    try:
        values = smup_answers.rows(TypeAdapter(list[smup_answers.Value]), body)
    except PassingError:
        values = []
    assert all(value.value is None or math.isfinite(value.value) for value in values)
    return said[0] if len(said) == len(LIVE) else ""


def header(ground: Ground, content: bytes) -> str:
    """What a service says of when to come back."""
    headers = httpx.Headers([(b"Retry-After", content.translate(None, b"\r\n\0"))])
    try:
        wait = ground.client._asked_wait(Response(429, headers, b""))
    except SmupError as fault:
        return plain(str(fault))
    assert 0 <= wait <= 3600
    return ""


def table(ground: Ground, content: bytes) -> str:
    """An input table of ``data/``, whichever has these columns; figures are finite."""
    head = content.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].strip(b"\r").decode("utf-8", "replace")
    one = next((one for one in TABLES if ",".join(one.columns) == head), TABLES[len(content) % len(TABLES)])
    path = ground.put(f"{one.name}.csv", content)
    try:
        frame = read_table(one, path)
    except SmupError as fault:
        return plain(str(fault).replace(str(path), "file"))
    assert list(frame.columns) == one.columns and not frame.duplicated(list(one.key)).any()
    numbers = frame.select_dtypes("number")
    assert not (numbers.abs() == math.inf).any(axis=None)
    return ""


def record(ground: Ground, content: bytes) -> str:
    """A record file."""
    path = ground.put("record.toml", content)
    try:
        read_record_file(path)
    except SmupError as fault:
        return plain(str(fault).replace(str(path), "file"))
    return ""


def formula(ground: Ground, content: bytes) -> str:
    """The formula of an indicator: its factors are finite and not 0."""
    try:
        read = parse_formula(content.decode("utf-8", "replace"))
    except SmupError as fault:
        return plain(str(fault), ends="")
    terms_ = read.numerator + read.denominator
    assert read.numerator and math.isfinite(read.scale) and read.scale
    assert all(math.isfinite(term.coefficient) and term.coefficient for term in terms_), read
    return ""


# Each with the corpus that it starts from; slow ones get fewer inputs.
TARGETS: dict[str, tuple[Target, str]] = {
    "document: text": (partial(document, "text"), "text"),
    "document: web page": (partial(document, "html"), "html"),
    "document: Word": (partial(document, "docx"), "docx"),
    "document: PDF": (partial(document, "pdf"), "pdf"),
    "document: in its process": (in_child, "html"),
    "scan of a text": (scan, "text"),
    "own data: CSV": (partial(own_file, "own.csv"), "tables"),
    "own data: XLSX": (partial(own_file, "own.xlsx"), "workbooks"),
    "own data: number": (number, "numbers"),
    "address": (address, "addresses"),
    "search": (search, "queries"),
    "answer of a service": (live, "json"),
    "Retry-After": (header, "numbers"),
    "input table": (table, "inputs"),
    "record file": (record, "inputs"),
    "formula": (formula, "formulae"),
}


def distinct(sentence: str) -> str:
    """Return what tells one kind of refusal from another."""
    return re.sub(r"“.*”|\d+|‘.*’|'.*'", "…", sentence)[:60]
