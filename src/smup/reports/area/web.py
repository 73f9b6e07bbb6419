"""The report on an area as a web page that stands alone, or as a part of one."""

from base64 import b64encode
from typing import Any

import pandas as pd
from lxml import etree
from lxml import html as markup
from lxml.builder import E

from smup.reports.area.content import Report, Section, own_heading, own_table, source_table, sources_line, table
from smup.text import _

STYLE = """
.report { max-width: 60rem; line-height: 1.45 }
.report .wide { overflow-x: auto }
.report img { width: 100%; max-width: 46rem; height: auto; display: block; margin: .5rem 0 }
.report img.small { display: none }
.report table { border-collapse: collapse; width: 100%; font-size: .9em; margin: .5rem 0 }
.report caption { text-align: left; font-weight: 600; padding: .25rem 0 }
.report th, .report td { border-bottom: 1px solid #c5ced6; padding: .3rem .5rem; text-align: left; vertical-align: top }
.report td { min-width: 4.5rem }
.report .number { white-space: nowrap; text-align: right }
.report .address { overflow-wrap: anywhere; min-width: 9rem }
.report th:first-child { font-weight: normal; min-width: 11rem }
.report thead th, .report thead th:first-child { font-weight: 600; border-bottom: 2px solid #5b6b7a; white-space: normal }
.report ul, .report .source { font-size: .87em }
.report .left { border-left: 4px solid #c05621; padding-left: .75rem }
@media screen and (max-width: 640px) {
  .report img.beside { display: none }
  .report img.small { display: block; max-width: 26rem }
  .report table, .report caption, .report tbody, .report tr, .report th, .report td { display: block }
  .report thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  .report tbody tr { display: grid; grid-template-columns: 1fr 1fr; gap: 0 .75rem; padding: .4rem 0;
    border-bottom: 1px solid #c5ced6 }
  .report tbody th, .report .address { grid-column: 1 / -1 }
  .report th, .report td, .report td.number { border: 0; padding: .05rem 0; text-align: left; white-space: normal }
  .report tbody th:first-child { font-weight: 600 }
  .report td[data-name]::before { content: attr(data-name) ": "; font-weight: normal; opacity: .82 }
  .report td.value { font-weight: 600 }
}
.report dt { font-weight: 600 } .report dd { margin: 0 0 .4rem 0; overflow-wrap: anywhere }
"""  # noqa: E501
_PAGE = """
body { font-family: system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: #1f2933; margin: 1.5rem auto;
  padding: 0 1rem; max-width: 60rem }
@page { size: A4; margin: 15mm }
@media print { body { font-size: 9pt; line-height: 1.3; margin: 0; padding: 0; max-width: none }
  .report table { font-size: 8pt } .report .wide { overflow: visible }
  .report th, .report td, .report th:first-child { min-width: 0; padding: .15rem .3rem } .report p { margin: .4rem 0 }
  h2, h3 { break-after: avoid } tr, img, .left { break-inside: avoid } thead { display: table-header-group }
  section.short { break-inside: avoid } .long { break-before: page } h2.long + .long { break-before: avoid } }
"""
_LONG = 8  # indicators; a service with more begins a page in print, so that it takes two at most


def page(report: Report) -> bytes:
    """Write a whole HTML file; it asks for nothing from elsewhere."""
    document = E.html(
        {"lang": report.language.value},
        E.head(
            E.meta(charset="utf-8"),
            E.meta(name="viewport", content="width=device-width, initial-scale=1"),
            E.title(report.title),
            E.style(STYLE + _PAGE),
        ),
        E.body(_article(report, 1)),
    )
    return b"<!DOCTYPE html>\n" + bytes(etree.tostring(document, method="html", encoding="utf-8")) + b"\n"


def part(report: Report) -> str:
    """Write the report to stand in a page with a heading of its own; its headings begin one level lower."""
    style = str(etree.tostring(E.style(STYLE), method="html", encoding="unicode"))
    return style + str(markup.tostring(_article(report, 2), encoding="unicode"))


def _article(report: Report, level: int) -> Any:
    facts = [one for name, text in report.facts for one in (E.dt(name), E.dd(text))]
    if report.link:
        facts += [E.dt(_("Permanent link")), E.dd(E.a(report.link, href=report.link))]
    article = E.main({"class": "report"}) if level == 1 else E.article({"class": "report"})
    article.extend(
        [_heading(level, report.title), *(E.p(one) for one in report.summary), E.dl(*facts), _list(report.remarks)]
    )
    theme = ""
    for section in report.sections:
        if section.theme != theme:
            theme = section.theme
            article.append(E(f"h{level + 1}", {"class": _length(section)}, theme))
        article.append(_service(section, level + 2))
    article.append(_heading(level + 1, _("Sources")))
    looks = ("", "", "", "address")
    article.append(_table(source_table(report.sources), looks, _("Sources of the figures in this report")))
    return article


def _service(section: Section, level: int) -> Any:
    parts: list[Any] = [_heading(level, section.name), *(E.p(sentence) for sentence in section.sentences)]
    if section.picture and section.small:
        parts += [_image(section.picture, section.alt, "beside"), _image(section.small, section.alt, "small")]
    if len(section.rows):
        looks = ("", "", "number", "number value", "number", "number", "")
        parts.append(_table(table(section.rows), looks, _("Values: {service}").format(service=section.name)))
    if len(section.own):
        own_looks = ("", "", "number", "number value", "", "")
        parts.append(_table(own_table(section.own), own_looks, f"{own_heading()}: {section.name}"))
    if section.remarks:
        parts.append(_list(section.remarks))
    if section.left_out:
        parts.append(E.div({"class": "left"}, *(E.p(sentence) for sentence in section.left_out)))
    if section.sources:
        parts.append(E.p({"class": "source"}, sources_line(section)))
    return E.section({"class": _length(section)}, *parts)


def _image(picture: str, alt: str, shape: str) -> Any:
    """Show a drawing, of which the screen's width shows one shape; Streamlit takes drawn elements out of a page."""
    return E.img({"class": shape}, src=f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}", alt=alt)


def _length(section: Section) -> str:
    return "long" if len(section.rows) > _LONG else "short"


def _heading(level: int, text: str) -> Any:
    return E(f"h{level}", text)


def _list(lines: list[str]) -> Any:
    return E.ul(*(E.li(line) for line in lines))


def _table(frame: pd.DataFrame, looks: tuple[str, ...], caption: str) -> Any:
    """Write a table whose first column names the rows; ``looks`` are the classes of its columns.

    On a phone every row is a short list with the names of the columns; the roles keep it a table to screen readers.
    """
    columns = list(zip(frame.columns, looks, strict=True))
    head = E.tr(
        {"role": "row"}, *(E.th({"class": look, "role": "columnheader"}, name, scope="col") for name, look in columns)
    )
    rows = [
        E.tr(
            {"role": "row"},
            E.th({"role": "rowheader"}, row[0], scope="row"),
            *(E.td({"class": look, "role": "cell", "data-name": name}, cell)
              for cell, (name, look) in zip(row[1:], columns[1:], strict=True)),
        )
        for row in frame.itertuples(index=False)
    ]  # fmt: skip
    parts = [E.thead({"role": "rowgroup"}, head), E.tbody({"role": "rowgroup"}, *rows)]
    return _scrolling(E.table({"role": "table"}, E.caption(caption), *parts), caption)


def _scrolling(wide: Any, name: str) -> Any:
    """Let what is wider than the screen scroll within a frame of its own, which the keyboard can reach too."""
    return E.div({"class": "wide", "tabindex": "0", "role": "region", "aria-label": name}, wide)
