"""What libraries find in the bytes of a web page, a PDF or a Word file; to be run in the child process of reading.

The libraries are imported where they are used: a process reads one document and needs one of them.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

UNPACKED_BYTES = 200 * 2**20
TEXT_CHARACTERS = 1_000_000
BROKEN_WORD = re.compile(r"(?<=\w)(?:[\x02\ufffe]|[-\xad\u2010]\n)(-?)(?=(\w))")  # PDFium writes 0x02 for “-\n”
LINE_MARK = "⏎"  # printable, since trafilatura drops what is not


class UnreadableError(ValueError):
    """Why a document cannot be read: what follows the file's name in the sentence."""


def extract_html(content: bytes) -> str:
    """Return the text of a web page (UTF-8)."""
    import lxml.html
    import trafilatura

    # huge_tree: by default libxml2 stops without a word at the 256th level or a text of 10 MB.
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    tree = lxml.html.document_fromstring(content, parser=parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableError("is nested too deep or too large for a web page; save its text as .txt.")
    title = " ".join((tree.findtext("head/title") or "").split())
    lxml.etree.strip_tags(tree, "b", "strong", "i", "em", "u", "font", "span")  # trafilatura may break lines at them
    for node in tree.iter():  # keep the line breaks that a reader sees, and no others
        node.text = re.sub(r"[ \t\r\n]+", " ", (node.text or "").replace("\n", LINE_MARK if node.tag == "pre" else " "))
        node.tail = LINE_MARK * (node.tag == "br") + re.sub(r"[ \t\r\n]+", " ", node.tail or "")
    text = _paragraphs(trafilatura.extract(tree, favor_recall=True, include_comments=False) or "").strip()
    if not text:
        raise UnreadableError("holds no text besides titles and menus; save what the browser shows as .txt.")
    return text if title.casefold() in " ".join(text.split()).casefold() else f"{title}\n\n{text}"


def _paragraphs(text: str) -> str:
    """Put an empty line between blocks, none between the items of a list or the rows of a table."""
    joined, item = "", ""
    for line in filter(lambda line: line.strip("|- "), text.split("\n")):
        before, item = item, line.lstrip()[:2]
        row = line.replace(LINE_MARK, " ").strip("| ") if line.startswith("|") else line
        joined += ("\n" if before == item and item in ("- ", "| ") else "\n\n") + row
    joined = re.sub(rf"\s*{LINE_MARK}\s*(?:{LINE_MARK}\s*)+", "\n\n", joined)
    return re.sub(rf"\s*{LINE_MARK}\s*", "\n", joined)


def extract_pdf(content: bytes) -> str:
    """Return the text of a PDF."""
    import pypdfium2

    if b"%%EOF" not in content[-2048:]:  # PDFium would return the pages that are left
        raise UnreadableError("is cut short: the end of the PDF is missing; fetch it again.")
    text, number = "", 0
    try:
        document = pypdfium2.PdfDocument(content)
        for number in range(1, len(document) + 1):
            text += document[number - 1].get_textpage().get_text_bounded().replace("\r\n", "\n") + "\n\n"
            if len(text) > 2 * TEXT_CHARACTERS:
                break
    except pypdfium2.PdfiumError as fault:
        if re.search("password|security", str(fault)):
            raise UnreadableError("is protected with a password; save a copy without one.") from fault
        place = f" on page {number}" if number else ""
        raise UnreadableError(f"is damaged{place}; fetch it again or save it as PDF again.") from fault
    if not text.strip():
        raise UnreadableError("holds no text: it may be a scan; run text recognition first.")
    # A hyphen stays before a capital (“Igołomia-Wawrzeńczyce”) or a figure, and where the next line repeats it.
    return BROKEN_WORD.sub(lambda end: "" if end[2].islower() and not end[1] else "-", text)


def extract_docx(content: bytes) -> str:
    """Return the text of a Word file."""
    import docx

    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as fault:
        raise UnreadableError("is cut short or damaged; fetch it again or save it again.") from fault
    if not any(part.filename.startswith("word/") for part in parts):
        raise UnreadableError("is not a Word document but another ZIP or Office file; save it as .docx or unpack it.")
    if sum(part.file_size for part in parts) > UNPACKED_BYTES:  # zipfile unpacks no more than is declared
        raise UnreadableError(f"unpacks to more than {UNPACKED_BYTES // 2**20} MB; save its text as .txt.")
    body = docx.Document(io.BytesIO(content)).element.body
    if body.getroottree().docinfo.doctype:
        raise UnreadableError("defines XML entities, which Word never does; save its text as .txt.")
    return "\n\n".join(filter(None, (block.strip() for block in _blocks(body))))


def _blocks(parent: Any) -> Iterator[str]:
    """Yield paragraphs and tables in their order, also those in content controls, which python-docx passes over."""
    for child in parent:
        if str(child.tag).endswith("}p"):  # its runs may be in a link, an insertion or a text box
            runs = child.xpath(".//w:r[not(ancestor::w:moveFrom) and not(ancestor::*[local-name()='Fallback'])]")
            yield "".join(run.text for run in runs)
        elif str(child.tag).endswith("}tbl"):
            rows = child.xpath("./w:tr|./w:sdt/w:sdtContent/w:tr")
            cells = (
                [" ".join(_blocks(cell)) for cell in row.xpath("./w:tc|./w:sdt/w:sdtContent/w:tc")] for row in rows
            )
            yield "\n".join(" | ".join(row) for row in cells)
        else:
            yield from _blocks(child)
