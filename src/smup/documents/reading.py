"""The text of a document: plain text, a web page, a PDF or a Word file. Nothing is fetched from the net.

What a stranger's file does to a parser stays in a child process with limits on time and memory, which runs this
module: ``python -m smup.documents.reading pdf <file`` shows why a file is refused.
"""

import codecs
import contextlib
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

from smup.documents.extraction import TEXT_CHARACTERS, UnreadableError, extract_docx, extract_html, extract_pdf
from smup.model import SmupError

FILE_BYTES, CHILD_BYTES = 20 * 2**20, 2 * 2**30
CHILD_SECONDS = 60
REFUSED = 3  # exit code of a child whose output is the reason

POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
ASCII = frozenset(map(chr, range(128)))
# Declared charsets that are believed. The Latin ones are not: Polish pages are often wrong about them.
DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*(windows-125[13-8]|koi8-[ru]|iso-8859-[3-9])\b", re.I)
MARKUP = re.compile(r"\s*+(?:(?:<\?xml[^>]*>|<!--.*?-->)\s*)*+<(?:!doctype html|html|head)\b", re.I | re.S)
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
LINE_END = re.compile(r"\r\n?|[\v\x1c-\x1e\x85\u2028\u2029]")
SUFFIXES = {".txt": "text", ".htm": "html", ".html": "html", ".pdf": "pdf", ".docx": "docx"}


def read_document(path: Path) -> str:
    """Return the text of a document: NFC, lines end in a line feed, an empty line between paragraphs, never empty.

    Raises SmupError with one sentence that names the file (and the page, where there is one) and says what to do.
    """
    try:
        content = _content(path)
        kind = _kind(content, SUFFIXES.get(path.suffix.lower()))
        if kind in ("pdf", "docx"):
            return _in_child(kind, content)
        text = decode(content)
        return _in_child("html", text.encode()) if kind == "html" or MARKUP.match(text) else _clean(text)
    except UnreadableError as fault:
        raise SmupError(f"{path} {fault}") from fault


def _content(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():  # a pipe would make us wait for ever
            raise UnreadableError("is a folder or a device; give a file.")
        with path.open("rb") as file:
            content = file.read(FILE_BYTES + 1)
    except OSError as fault:
        raise UnreadableError(f"cannot be opened ({fault.strerror}); check its name and permissions.") from fault
    if len(content) > FILE_BYTES:
        raise UnreadableError(f"is larger than {FILE_BYTES // 2**20} MB; split it or save its text as .txt.")
    if not content:
        raise UnreadableError("is empty; fetch it again.")
    return content


def _kind(content: bytes, named: str | None) -> str:
    """Tell by the first bytes what the content is; the name only settles what they leave open."""
    if content.startswith((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableError("is protected with a password; save a copy without one.")
        raise UnreadableError("is an old Office or RTF file by its content; save it as .docx.")
    start = content[:1024] if named == "pdf" else content.removeprefix(codecs.BOM_UTF8)[:5]
    kind = "pdf" if b"%PDF-" in start else "docx" if content.startswith((b"PK\3\4", b"PK\5\6")) else "text"
    if kind == "text" and named in ("pdf", "docx"):
        raise UnreadableError(f"is not a {named.upper()} file although its name says so; give it the right ending.")
    if kind != "text" and named not in (kind, None):
        what = "a PDF" if kind == "pdf" else "a Word document or another ZIP file"
        raise UnreadableError(f"is {what} by its content; give it the right ending, such as .{kind}.")
    return "html" if named == "html" and re.search(rb"<\0?[!a-zA-Z]", content) else kind


def decode(content: bytes) -> str:
    """Turn bytes into text by what they hold; a charset declared in them counts only where that leaves a choice.

    Raises ValueError if they are damaged or no text.
    """
    wide, text = _wide(content), _narrow(content)
    try:
        # “SPÓŁKA” in windows-1250 happens to be UTF-8, but no UTF-8 looks like nothing but Polish letters in it.
        if wide or content.isascii() or not set(text) <= POLISH | ASCII:
            text = content.decode(wide or "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        declared = DECLARED.search(content[:4096])
        marked = wide or content.startswith(codecs.BOM_UTF8)
        if marked or _polish(content.decode("utf-8", "ignore")) > _polish(text):
            raise UnreadableError(f"is damaged Unicode at byte {fault.start + 1}; save it as UTF-8.") from fault
        with contextlib.suppress(UnicodeDecodeError):
            text = content.decode(declared[1].decode()) if declared else text
    if len(re.findall(r"[\x00-\x08\x0e-\x1f\x7f]", text)) > 1 + len(text) // 100:
        raise UnreadableError("is not a text file; give its text as .txt, .html, .pdf or .docx.")
    return text.replace("\0", "")


def _wide(content: bytes) -> str:
    """Tell UTF-16 by its mark, or by every second byte: the high bytes of Latin letters are 0 and 1."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    low, high = content[::2], content[1::2]
    if len(content) % 2 == 0 and 2 * (high.count(0) + high.count(1)) > len(high):
        return "utf-16-le"
    return "utf-16-be" if len(content) % 2 == 0 and 2 * (low.count(0) + low.count(1)) > len(low) else ""


def _narrow(content: bytes) -> str:
    """Read windows-1250 or ISO-8859-2, which differ in six Polish letters: the reading with more of them is right."""
    latin, windows = content.decode("iso-8859-2"), content.decode("cp1250", "replace")
    unused = len(re.findall(r"[\x80-\x9f]", latin))  # quotation marks and dashes in windows-1250
    return windows if _polish(windows) >= _polish(latin) - unused else latin


def _polish(text: str) -> int:
    return sum(map(text.count, POLISH))


def _clean(text: str) -> str:
    text = UNSEEN.sub("", LINE_END.sub("\n", text.replace("\f", "\n\n")))
    # A letter with thousands of accents would keep the normalisation busy for minutes.
    text = re.sub(r"\W{50,}", lambda run: "".join(sign for sign in run[0] if not unicodedata.combining(sign)), text)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
    if not text:
        raise UnreadableError("holds no text; give a document that has some.")
    if len(text) > TEXT_CHARACTERS:
        raise UnreadableError(f"holds more than {TEXT_CHARACTERS:,} characters; split it.")
    return unicodedata.normalize("NFC", text)


def _in_child(kind: str, content: bytes) -> str:
    command = [sys.executable, "-P", "-m", "smup.documents.reading", kind]  # -P: a docx.py in the folder is not ours
    try:
        child = subprocess.run(command, input=content, capture_output=True, timeout=CHILD_SECONDS, check=False)
    except subprocess.TimeoutExpired as fault:
        raise UnreadableError(f"takes longer than {CHILD_SECONDS} seconds to read; save its text as .txt.") from fault
    if re.search(rb"^(ImportError|ModuleNotFoundError)", child.stderr, re.M):
        raise UnreadableError("cannot be read since a library is missing; install smup again.")
    if child.returncode not in (0, REFUSED):
        raise UnreadableError("is damaged or needs too much memory; save it again or save its text as .txt.")
    if child.returncode == REFUSED:
        raise UnreadableError(child.stdout.decode())
    return child.stdout.decode()


def _child() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # not on every system; that on time always holds
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (CHILD_BYTES, CHILD_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS))
    try:
        extract = {"html": extract_html, "pdf": extract_pdf, "docx": extract_docx}[sys.argv[1]]
        text = _clean(extract(sys.stdin.buffer.read()))
    except UnreadableError as fault:
        sys.stdout.buffer.write(str(fault).encode())
        sys.exit(REFUSED)
    sys.stdout.buffer.write(text.encode("utf-8", "ignore"))


if __name__ == "__main__":
    _child()
