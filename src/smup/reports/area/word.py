"""The report on an area as a Word file: real headings, header rows that repeat, pictures with words, a language."""

from collections.abc import Container
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
import pandas as pd
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from smup.reports.area.content import Report, Section, own_heading, own_table, source_table, sources_line, table
from smup.reports.area.paper import png
from smup.text import _

_WIDTH = Mm(170)
_SMALL = Pt(9)
_COLUMNS = (Mm(48), Mm(28), Mm(13), Mm(21), Mm(20), Mm(14), Mm(26))
_NUMBERS = range(2, 6)  # columns of values
_OWN = (Mm(46), Mm(24), Mm(13), Mm(22), Mm(30), Mm(35))
_SOURCES = (Mm(40), Mm(50), Mm(48), Mm(32))


def docx_file(report: Report) -> bytes:
    """Write the DOCX; its days are those of the edition."""
    document = docx.Document()
    _set_up(document, report)
    document.add_paragraph(report.title, style="Title")
    for sentence in report.summary:
        document.add_paragraph(sentence)
    facts = [*report.facts, *([(_("Permanent link"), report.link)] if report.link else [])]
    for name, text in facts:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(text)
    _points(document, report.remarks)
    theme = ""
    for section in report.sections:
        if section.theme != theme:
            theme = section.theme
            document.add_heading(theme, 1)
        _service(document, section)
    document.add_heading(_("Sources"), 1)
    _table(document, source_table(report.sources), _SOURCES, _("Sources of the figures in this report"))
    content = BytesIO()
    document.save(content)
    return _dated(content.getvalue(), report)


def _set_up(document: Any, report: Report) -> None:
    """Set paper, type, language and title."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(18)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10)
    style.paragraph_format.space_after = Pt(4)
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].paragraph_format.keep_with_next = True
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    spoken = defaults.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        defaults.append(spoken)
    spoken.set(qn("w:val"), report.locale)
    about = document.core_properties
    about.title, about.language, about.author, about.comments = report.title, report.locale, "smup", ""
    about.created = about.modified = report.built_at


def _service(document: Any, section: Section) -> None:
    document.add_heading(section.name, 2)
    for sentence in section.sentences:
        document.add_paragraph(sentence).paragraph_format.keep_with_next = True
    if section.picture:
        paragraph = document.add_paragraph()
        picture = paragraph.add_run().add_picture(BytesIO(png(section.picture)), _WIDTH)
        paragraph.paragraph_format.keep_with_next = True
        about = picture._inline.docPr
        about.set("descr", section.alt)
        about.set("title", section.name)
    if len(section.rows):
        _table(document, table(section.rows), _COLUMNS, _("Values: {service}").format(service=section.name),
               _NUMBERS)  # fmt: skip
    if len(section.own):
        words = f"{own_heading()}: {section.name}"
        caption = document.add_paragraph()
        caption.add_run(words).bold = True
        caption.paragraph_format.keep_with_next = True
        _table(document, own_table(section.own), _OWN, words, range(2, 4))
    _points(document, section.remarks)
    for sentence in section.left_out:
        document.add_paragraph(sentence, style="Intense Quote")
    if section.sources:
        document.add_paragraph().add_run(sources_line(section)).font.size = _SMALL


def _points(document: Any, lines: list[str]) -> None:
    for line in lines:
        document.add_paragraph(style="List Bullet").add_run(line).font.size = _SMALL


def _table(
    document: Any, frame: pd.DataFrame, widths: tuple[Mm, ...], words: str, numbers: Container[int] = ()
) -> None:
    """Add a table whose first row is a header on every page, with ``words`` for those who do not see it.

    ``numbers`` are the columns that stand to the right.
    """
    drawn = document.add_table(rows=1, cols=len(frame.columns), style="Light List Accent 1")
    drawn.autofit = False
    for tag in ("w:tblCaption", "w:tblDescription"):
        said = OxmlElement(tag)
        said.set(qn("w:val"), words)
        drawn._tbl.tblPr.append(said)
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    head = OxmlElement("w:tblHeader")
    drawn.rows[0]._tr.get_or_add_trPr().append(head)
    for texts in (frame.columns, *frame.itertuples(index=False)):
        row = drawn.rows[0] if texts is frame.columns else drawn.add_row()
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        for number, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
            cell.width = width
            paragraph = cell.paragraphs[0]
            if number in numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(str(text)).font.size = _SMALL
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _dated(content: bytes, report: Report) -> bytes:
    """Give the parts of the file the day of the edition, so that the same edition always gives the same bytes."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(written, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            after.writestr(ZipInfo(part.filename, report.built_at.timetuple()[:6]), before.read(part), ZIP_DEFLATED)
    return written.getvalue()
