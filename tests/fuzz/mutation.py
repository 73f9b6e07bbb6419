"""Changes to real inputs that keep enough of their structure to get past the first check of a reader."""

import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from random import Random

TOKENS = [token.encode() for token in (
    "\0", "\n", "\r\n", "\r", ";", ",", "\t", '"', "'", '""', "=1+1", "@", "-", "−", "0", "-0", "1e999", "NaN",
    "Infinity", "1e-320", "9" * 400, "٣", "½", "²", "Ⅷ", "<script>alert(1)</script>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "<![CDATA[", "]]>", "<div>" * 300, "</p>", "{", "}", "[" * 300,
    "]", "null", "true", "\\u0000", "\\ud800", "\u202e", "\ufeff", "\u0301" * 60, "\U0001f600", "ą", "ß", "İ",
    "ǅ", "\x85", "\u2028", "%", "%%EOF", "obj", "stream", "${a}", "{0}", "%s", "$$x$$", ":red[a]",
    "![a](http://127.0.0.1/a)", "../../etc/passwd", "' or 1=1 --", "a" * 5000, "population@2020", "2 * ", "/",
    "(", ")", "**", "1/0", "lambda: 0", "-" * 200, "(" * 90, "8 czerwca 2021 r.", "31 lutego 2021",
    "29.02.2023", "w dniach 1-99 maja 0000 r.", "Kongres „", "”", "126101", "similar.126101", "0" * 12,
    "[[event]]", "= {", '"""',
)]  # fmt: skip
MOST = 400_000  # bytes


def mutated(content: bytes, random: Random, others: Sequence[bytes] = ()) -> bytes:
    """Change ``content`` in a few places; one part of a ZIP file is changed and packed again, most of the time."""
    if content.startswith(b"PK") and random.random() < 0.8:
        return _repacked(content, random)
    for _ in range(random.choice((1, 1, 2, 3, 5, 9))):
        content = random.choice(_CHANGES)(content, random)
    if others and random.random() < 0.1:
        other = random.choice(others)
        cut = random.randrange(len(other) + 1)
        content = content[: random.randrange(len(content) + 1)] + other[cut:]
    return content[:MOST]


def _repacked(content: bytes, random: Random) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = {part.filename: archive.read(part) for part in archive.infolist() if part.file_size < MOST}
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, RuntimeError, NotImplementedError):
        return mutated(b"-" + content, random)[1:]
    if not parts:
        return content
    name = random.choice(sorted(parts))
    if random.random() < 0.1:
        del parts[name]
    else:
        parts[name] = mutated(parts[name], random)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for part, body in parts.items():
            archive.writestr(part, body)
    return file.getvalue()


def _place(content: bytes, random: Random) -> int:
    return random.randrange(len(content) + 1)


def _cut(content: bytes, random: Random) -> bytes:
    start = _place(content, random)
    return content[:start] + content[start + random.choice((1, 1, 2, 9, 60, 5000)) :]


def _insert(content: bytes, random: Random) -> bytes:
    start = _place(content, random)
    return content[:start] + random.choice(TOKENS) + content[start:]


def _replace(content: bytes, random: Random) -> bytes:
    start, token = _place(content, random), random.choice(TOKENS)
    return content[:start] + token + content[start + len(token) :]


def _flip(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 4, 30))):
        if changed:
            changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _again(content: bytes, random: Random) -> bytes:
    start = _place(content, random)
    piece = content[start : start + random.choice((1, 4, 20, 200))]
    return content[:start] + piece * random.choice((2, 3, 50)) + content[start:]


def _end(content: bytes, random: Random) -> bytes:
    return content[: _place(content, random)]


def _swap(content: bytes, random: Random) -> bytes:
    """Exchange two lines or cells."""
    sign = random.choice((b"\n", b";", b",", b'"', b" ", b"&", b"="))
    pieces = content.split(sign)
    one, other = random.randrange(len(pieces)), random.randrange(len(pieces))
    pieces[one], pieces[other] = pieces[other], pieces[one]
    return sign.join(pieces)


_CHANGES = (_cut, _insert, _insert, _replace, _replace, _flip, _again, _end, _swap)
