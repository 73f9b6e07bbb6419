"""The report on an area as PDF (tagged, PDF/UA-1, fonts embedded), and pictures of its charts for other files."""

import json
from datetime import UTC
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd
import typst

from smup.reports.area.content import Report, own_heading, own_table, source_table, sources_line, table
from smup.text import _

_DOTS = 200.0  # per inch, of pictures


def pdf(report: Report) -> bytes:
    """Write the PDF; texts go to the template as data, so nothing in them is markup."""
    built = report.built_at
    content: dict[str, object] = {
        "title": report.title, "lang": report.locale[:2], "region": report.locale[3:],
        "date": [built.year, built.month, built.day],
        "facts": [*report.facts, *([(_("Permanent link"), report.link)] if report.link else [])],
        "summary": report.summary, "remarks": report.remarks,
        "sections": [
            {
                "name": one.name, "theme": one.theme, "sentences": one.sentences, "picture": one.picture,
                "alt": one.alt, "table": _cells(table(one.rows)) if len(one.rows) else None,
                "own": _cells(own_table(one.own)) if len(one.own) else None,
                "remarks": one.remarks, "left_out": one.left_out,
                "sources": sources_line(one) if one.sources else "",
            }
            for one in report.sections
        ],
        "sources": {"heading": _("Sources"), "table": _cells(source_table(report.sources))},
        "page": _("page"), "own": own_heading(),
    }  # fmt: skip
    return _compile("report.typ", content, format="pdf", pdf_standards=["ua-1"], timestamp=built.replace(tzinfo=UTC))


def png(picture: str) -> bytes:
    """Turn an SVG picture of ``drawing`` into PNG."""
    return _compile("picture.typ", {"picture": picture}, format="png", ppi=_DOTS)


def _cells(frame: pd.DataFrame) -> dict[str, list[object]]:
    return {"head": list(frame.columns), "rows": frame.to_numpy().tolist()}


def _compile(template: str, content: dict[str, object], **how: Any) -> bytes:
    """Let typst set a template; its own fonts alone are used, so that every machine gives the same file."""
    data = {"data": json.dumps(content, ensure_ascii=False)}
    written = _compiler().compile(_template(template), sys_inputs=data, **how)
    if not isinstance(written, bytes):  # of a picture too long for one page
        raise TypeError(f"{template} gave {type(written).__name__}")
    return written


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(ignore_system_fonts=True)


@cache
def _template(name: str) -> bytes:
    return files("smup.reports.area").joinpath(name).read_bytes()
