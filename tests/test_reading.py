"""Documents of every kind and every fault that a stranger's file may have, made here in a few lines each."""

import codecs
import io
import os
import re
import socket
import subprocess
import sys
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from smup.documents import reading
from smup.documents.reading import decode, read_document
from smup.model import SmupError

LETTERS = "aąbcćdeęfghijklłmnńoóprsśtuwyzźżAĄBCĆDEĘFGHIJKLŁMNŃOÓPRSŚTUWYZŹŻ"
TELLING = "ąśźĄŚŹ"  # the letters in which windows-1250 and ISO-8859-2 differ
SENTENCE = "Zażółć gęślą jaźń: „sesja” Rady Metropolii 14 grudnia 2021 r."
PLAIN = SENTENCE.replace("„", '"').replace("”", '"')  # ISO-8859-2 has no typographic quotation marks
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(*pages: str, extra: bytes = b"", content: bytes | None = None) -> bytes:
    """A PDF of lines of text whose font tells the Unicode of every code, or of one compressed ``content``."""
    letters = sorted(set("".join(pages)))
    code = {letter: f"{number:02X}" for number, letter in enumerate(letters, start=33)}
    table = "\n".join(f"<{code[letter]}> <{ord(letter):04X}>" for letter in letters)
    unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{table}\nendbfchar endcmap end end"
    )
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", stream(unicode.encode())]
    objects.append(
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier/FirstChar 33/LastChar 255/Widths[%s]/ToUnicode 3 0 R>>"
        % (b"600 " * 223)
    )
    kids = []
    for text in pages or ("",):
        lines = "".join(f"<{''.join(code[letter] for letter in line)}> Tj T*\n" for line in text.split("\n"))
        drawn = content or zlib.compress(f"BT /F 10 Tf 12 TL 50 780 Td\n{lines}ET".encode())
        objects.append(stream(drawn, b"/Filter/FlateDecode"))
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F 4 0 R>>>>>>"
        objects.append(page % len(objects))
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    file, places = io.BytesIO(b"%PDF-1.7\n"), []
    file.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, extra, start))
    return file.getvalue()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content)


ENCRYPTED = b"/ID[<%s><%s>]/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>" % (
    *(b"00" * 16,) * 2,
    *(b"41" * 32,) * 2,
)


def word(*paragraphs: str, xml: str = "") -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    for child in parse_xml(f'<w:body xmlns:w="{WORD}">{xml}</w:body>') if xml else ():
        document.element.body.insert(-1, child)
    document.save(file)
    return file.getvalue()


def repacked(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same ZIP file with one part changed or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in {*old.namelist(), name}:
            body = old.read(part) if part in old.namelist() else b""
            new.writestr(part, change(body) if part == name else body)
    return file.getvalue()


def packed(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/"), body)
    return file.getvalue()


def entity_bomb(document: bytes) -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<!DOCTYPE d [<!ENTITY e0 "ha">{entities}]><w:document'.encode()
    return document.replace(b"<w:document", declared, 1).replace(b"Akapit", b"&e9;")


def page(body: str, head: str = "<meta charset=utf-8>", lang: str = "pl") -> str:
    return f"<!DOCTYPE html><html lang={lang}><head>{head}</head><body>{body}</body></html>"


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    def write(name: str, content: bytes | str) -> Path:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / name

    return write


Put = Callable[[str, bytes | str], Path]


# --- What is read


@pytest.mark.parametrize("encoding", ["utf-8", "cp1250", "iso-8859-2", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["bare", "marked"])
def test_plain_text_in_every_encoding(put: Put, encoding: str, mark: str) -> None:
    mark = mark if encoding.startswith("utf") else ""
    assert read_document(put("a.txt", (mark + PLAIN).encode(encoding))) == PLAIN


@given(st.text(LETTERS + " ", min_size=1), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
def test_any_polish_text_survives_unicode(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(
    st.lists(st.text(LETTERS, min_size=1), max_size=9),
    st.sampled_from(TELLING),
    st.sampled_from(["cp1250", "iso-8859-2"]),
)
def test_any_polish_words_with_a_telling_letter_survive_one_byte(words: list[str], letter: str, encoding: str) -> None:
    text = " ".join([*words, letter, *words])
    assert decode(text.encode(encoding)) == text


def test_typographic_signs_tell_windows_where_letters_do_not() -> None:
    assert decode("„±5 zł”".encode("cp1250")) == "„±5 zł”"  # ± is ą in ISO-8859-2


def test_words_in_capitals_are_not_taken_for_cyrillic() -> None:
    assert "SPÓŁKA".encode("cp1250").decode("utf-8") == "SPӣKA"  # what makes this a trap
    assert decode("SPÓŁKA".encode("cp1250")) == "SPÓŁKA"
    assert decode("Київ і Łódź".encode()) == "Київ і Łódź"


def test_a_broken_byte_in_utf_8_is_named_and_not_read_as_another_charset() -> None:
    start = "Zażółć ".encode()
    with pytest.raises(ValueError, match=f"at byte {len(start) + 1};"):
        decode(start + b"\xff" + SENTENCE.encode())


def test_text_is_normalised(put: Put) -> None:
    text = unicodedata.normalize("NFD", "żó\u00adłć") + "\0  \r\nb\rc\x85d\fe\n\n\n\nf\ufeff\n" + "x" * 300
    assert read_document(put("a.txt", text)) == "żółć\nb\nc\nd\n\ne\n\nf\n" + "x" * 300


@pytest.mark.parametrize("encoding", ["utf-8", "cp1250", "iso-8859-2", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "windows-1250", "iso-8859-2", "iso-8859-1", "no-such-charset"])
def test_a_web_page_may_declare_the_wrong_charset(encoding: str, declared: str) -> None:
    text = page(f"<p>{PLAIN}", f"<meta charset={declared}>")
    assert decode(text.encode(encoding)) == text


def test_a_declared_charset_is_respected_where_the_bytes_do_not_tell() -> None:
    text = page("<p>Київ", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">')
    assert decode(text.encode("cp1251")) == text


LONG = "Zdanie o współpracy gmin w ramach Stowarzyszenia Metropolia Krakowska. "
HTML_PAGE = page(
    "<nav><a href=/>Strona główna</a> <a href=/k>Kontakt</a></nav><main><h1>Sesja Walnego Zebrania</h1>"
    f"<p>Sesja   odbędzie\nsię <b>14</b> grudnia.<br>W Krakowie.<br><br>{LONG * 4}</p><h2>Program</h2>"
    "<ul><li>Powitanie</li><li>Podpisy</li></ul><table><tr><th>Godzina</th><th>Punkt</th></tr><tr><td>10:00</td>"
    "<td>Otwarcie</td></tr></table><p>&#380;&oacute;&#x142;&shy;w</p></main><script>var skrypt</script>"
    "<footer>Polityka prywatności</footer>",
    "<meta charset=utf-8><title>Aktualności\n gminy</title>",
)


def test_web_page(put: Put) -> None:
    assert read_document(put("a.html", HTML_PAGE)).split("\n\n") == [
        "Aktualności gminy",
        "Sesja Walnego Zebrania",
        "Sesja odbędzie się 14 grudnia.\nW Krakowie.",
        (LONG * 4).strip(),
        "Program",
        "- Powitanie\n- Podpisy",
        "Godzina | Punkt\n10:00 | Otwarcie",
        "żółw",
    ]


def test_what_looks_like_a_teaser_is_kept(put: Put) -> None:
    text = read_document(put("a.html", page(f"<div class=teaser>Zapowiedź sesji</div><p>{LONG * 8}")))
    assert text.startswith("Zapowiedź sesji\n\nZdanie")


def test_title_that_the_text_holds_is_not_repeated(put: Put) -> None:
    text = read_document(put("a.htm", page("<h1>Sesja\nRady</h1><p>Krótko.", "<title>SESJA rady</title>")))
    assert text == "Sesja Rady\n\nKrótko."


def test_web_page_called_txt_is_told_by_its_content(put: Put) -> None:
    assert read_document(put("a.txt", "\ufeff<!-- x -->\n" + page("<p>Sesja rady"))) == "Sesja rady"


def test_text_called_html_is_read_as_text(put: Put) -> None:
    assert read_document(put("a.html", "1 < 2\n\nSesja")) == "1 < 2\n\nSesja"


def test_a_page_nested_deeper_than_libxml2_allows_is_read_to_its_end(put: Put) -> None:
    body = "<p>Przed" + "<div>" * 300 + "<p>Środek" + "</div>" * 300 + "<p>Koniec"
    assert read_document(put("a.html", page(body))) == "Przed\n\nŚrodek\n\nKoniec"


def test_pdf(put: Put) -> None:
    lines = ("Zażółć gęślą jaźń posie-", "dzenie w gminie Igołomia-", "Wawrzeńczyce w latach 2014-", "2020.")
    text = read_document(put("a.pdf", pdf("\n".join(lines), "Druga strona")))
    assert text == "Zażółć gęślą jaźń posiedzenie w gminie Igołomia-Wawrzeńczyce w latach 2014-2020.\n\nDruga strona"


def test_pdf_of_200_pages(put: Put) -> None:
    content = pdf(*("\n".join(f"{SENTENCE} {number}.{line}" for line in range(50)) for number in range(200)))
    start = time.monotonic()
    text = read_document(put("a.pdf", content))
    assert text.count(SENTENCE) == 200 * 50
    assert time.monotonic() - start < 20


def test_word_document_in_its_order(put: Put) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    cell = "<w:tc><w:p>" + run + "</w:p></w:tc>"
    xml = (
        f"<w:p>{run.format('Przed')}<w:ins>{run.format(' wstawione')}</w:ins>"
        "<w:del><w:r><w:delText> skreślone</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run.format(' przeniesione')}</w:moveFrom></w:p>"
        f"<w:tbl><w:tr>{cell.format('14 maja')}{cell.format('Sesja')}</w:tr><w:tr>{cell.format('a')}<w:tc><w:p/></w:tc>"
        f"</w:tr></w:tbl><w:sdt><w:sdtContent><w:p>{run.format('W polu')}<w:r><w:br/><w:t>wiersz</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    assert read_document(put("a.docx", word("Żółw", "", xml=xml))) == (
        "Żółw\n\nPrzed wstawione\n\n14 maja | Sesja\na |\n\nW polu\nwiersz"
    )


def test_names_do_not_matter_where_the_content_tells(put: Put) -> None:
    assert read_document(put("a", pdf("Sesja"))) == "Sesja"
    assert read_document(put("b.DOCX", word("Sesja"))) == "Sesja"


# --- What is refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
WORDY = word("Akapit")


def flate_bomb(size: int) -> bytes:
    pack = zlib.compressobj(9)
    return b"".join(pack.compress(b"(a) Tj\n" * 150_000) for _ in range(size // 1_050_000)) + pack.flush()


REFUSALS: dict[str, tuple[str, Callable[[], bytes | str], str]] = {
    "empty": ("a.txt", lambda: b"", "is empty"),
    "white space": ("a.txt", lambda: b" \r\n\t\n", "holds no text"),
    "only a mark": ("a.txt", lambda: codecs.BOM_UTF8, "holds no text"),
    "too large": ("a.txt", lambda: b"a" * (20 * 2**20 + 1), "is larger than 20 MB; split it"),
    "too long": ("a.txt", lambda: "ż" * 1_000_001, "holds more than 1,000,000 characters; split it"),
    "binary": ("a.txt", lambda: bytes(range(256)) * 9, "is not a text file"),
    "zeros": ("a.txt", lambda: bytes(999), "is not a text file"),
    "broken utf-16": ("a.txt", lambda: PLAIN.encode("utf-16") + b"\0", "is damaged Unicode at byte"),
    "broken utf-8 with mark": ("a.txt", lambda: codecs.BOM_UTF8 + b"\xff", "is damaged Unicode at byte"),
    "pdf called txt": ("a.txt", lambda: pdf("a"), "is a PDF by its content; give it the right ending"),
    "docx called pdf": ("a.pdf", lambda: WORDY, "is a Word document or another ZIP file by its content"),
    "png called pdf": ("a.pdf", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "is not a PDF file although its name"),
    "png called txt": ("a.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is not a text file"),
    "text called docx": ("a.docx", lambda: SENTENCE, "is not a DOCX file although its name"),
    "zip called docx": ("a.docx", lambda: packed(a="a"), "another ZIP or Office file"),
    "xlsx called docx": ("a.docx", lambda: packed(xl__workbook="a"), "another ZIP or Office file"),
    "empty zip": ("a.docx", lambda: packed(), "another ZIP or Office file"),
    "doc called docx": ("a.docx", lambda: OLE, "is an old Office or RTF file"),
    "rtf called txt": ("a.txt", lambda: b"{\\rtf1 a}", "is an old Office or RTF file"),
    "docx with a password": ("a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "is protected with"),
    "pdf with a password": ("a.pdf", lambda: pdf("a", extra=ENCRYPTED), "is protected with a password"),
    "scan": ("a.pdf", lambda: pdf(), "holds no text: it may be a scan; run text recognition first"),
    "pdf cut short": ("a.pdf", lambda: pdf("a", "b")[:-300], "is cut short"),
    "pdf of rubbish": ("a.pdf", lambda: b"%PDF-1.7\n" + b"x" * 999 + b"%%EOF", "is damaged;"),
    "pdf with a lost page": ("a.pdf", lambda: pdf("a", "b").replace(b"/Count 2", b"/Count 3"), "is damaged on page 3"),
    "docx cut short": ("a.docx", lambda: WORDY[:-1000], "is cut short or damaged"),
    "docx without its text": ("a.docx", lambda: packed(word__document="a"), "is damaged or needs too much memory"),
    "docx of a broken part": ("a.docx", lambda: repacked(WORDY, "word/document.xml", lambda xml: xml[:-9]), "damaged"),
    "empty docx": ("a.docx", lambda: word(), "holds no text"),
    "zip bomb": (
        "a.docx", lambda: repacked(WORDY, "word/bomb.xml", lambda _: bytes(201 * 2**20)), "unpacks to more than 200 MB"
    ),
    "entity bomb": (
        "a.docx", lambda: repacked(WORDY, "word/document.xml", entity_bomb), "is damaged or needs too much memory"
    ),
    "pdf bomb": ("a.pdf", lambda: pdf(content=flate_bomb(2**30)), "is damaged or needs too much memory"),
    "100,000 divs": ("a.html", lambda: page("<div>" * 100_000 + "Sesja"), "is nested too deep"),
    "page filled by a script": ("a.html", lambda: page("<script>a()</script>", "<title>A</title>"), "holds no text"),
}  # fmt: skip


def refusal(path: Path) -> str:
    with pytest.raises(SmupError) as fault:
        read_document(path)
    sentence = str(fault.value)
    assert sentence.startswith(f"{path} ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert re.search("[;:] ", sentence), "it says what to do"
    return sentence


@pytest.mark.parametrize("name", REFUSALS)
def test_bad_files_end_in_a_sentence(put: Put, name: str) -> None:
    file, content, sentence = REFUSALS[name]
    assert sentence in refusal(put(file, content()))


def test_missing_file(tmp_path: Path) -> None:
    assert "No such file" in refusal(tmp_path / "a.txt")


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_pipe_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "device" in refusal(tmp_path / "a.txt")


def test_no_permission(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")  # root, who runs the tests in containers, may read all

    path = put("a.txt", b"a")
    monkeypatch.setattr(Path, "open", forbid)
    assert "Permission denied" in refusal(path)


def test_giant_attribute_is_read_past(put: Put) -> None:
    body = f"<p>Przed<div title='{'x' * 19_000_000}'>Środek</div><p>Po"
    assert read_document(put("a.html", page(body))) == "Przed\n\nŚrodek\n\nPo"


def test_accents_of_no_letter_leave_no_blank_lines_and_are_no_text(put: Put) -> None:
    assert read_document(put("a.txt", "Sesja\n" + "\u0301" * 60)) == "Sesja"
    assert "holds no text" in refusal(put("a.txt", "\u0301" * 60))


def test_heaps_of_accents_do_not_hang(put: Put) -> None:
    start = time.monotonic()
    assert read_document(put("a.txt", "a" + "\u0315\u0300" * 400_000 + "b")).startswith("a")
    assert time.monotonic() - start < 5


def test_comments_without_end_do_not_hang(put: Put) -> None:
    start = time.monotonic()
    assert read_document(put("a.txt", "<!---->" * 9_999 + "Sesja")).endswith("Sesja")
    assert time.monotonic() - start < 5


def test_missing_library_is_not_blamed_on_the_document(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(put("pypdfium2.py", "import no_such_module").parent))
    assert "a library is missing" in refusal(put("a.pdf", pdf("Sesja")))


def test_slow_document_is_given_up(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHILD_SECONDS", 0.01)
    assert "takes longer than" in refusal(put("a.pdf", pdf("a")))


def test_child_cannot_take_more_memory_than_it_is_allowed(put: Put) -> None:
    code = (
        "import sys; from smup.documents import reading;"
        "reading.extract_html = lambda _: str(len(bytearray(3 * 2**30))); sys.argv[1:] = ['html']; reading._child()"
    )
    child = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=False)
    assert b"MemoryError" in child.stderr


def test_current_folder_and_network_are_left_alone(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module lying about is not imported; pictures, styles and entities of a document are not fetched."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        here = f"http://127.0.0.1:{server.getsockname()[1]}/"
        trap = put("docx.py", "raise SystemExit('imported from the current folder')")
        monkeypatch.chdir(trap.parent)
        links = f"<base href={here}><link rel=stylesheet href={here}a.css><iframe src={here}></iframe><img src={here}>"
        assert read_document(put("a.html", page(f"<p>Sesja {links}"))).strip() == "Sesja"
        external = f'<!DOCTYPE d SYSTEM "{here}d.dtd" [<!ENTITY x SYSTEM "{here}x">]><w:document'.encode()
        document = repacked(WORDY, "word/document.xml", lambda xml: xml.replace(b"<w:document", external, 1))
        assert "defines XML entities" in refusal(put("a.docx", document))
        with pytest.raises(BlockingIOError):  # nobody has asked
            server.accept()
