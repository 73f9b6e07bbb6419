"""A document's words as HTML: everything escaped, the quotes marked; no Markdown ever sees them."""

import re
from collections.abc import Iterable
from html import escape

Span = tuple[int, int]
_AROUND = 160  # characters shown before and after a quote
_TAIL = 40  # a line that ends within so many characters of a passage is left out
# Dark words on a light ground read well in the light and in the dark theme (contrast 12 to 1).
_MARK = '<mark style="background:#ffe08a;color:#1c2733;border-radius:2px;padding:0 1px">'
_BLOCK = '<p style="white-space:pre-line;overflow-wrap:anywhere;margin:0 0 0.75rem">'
_QUOTE = (
    '<div style="border-left:3px solid #d9a400;padding-left:0.6rem;margin:0.25rem 0;font-size:0.9rem;'
    'overflow-wrap:anywhere">'
)
_ROW = '<div style="display:flex;flex-wrap:wrap;gap:0.1rem 1rem;margin:0 0 0.6rem">'
_TERM = '<dt style="flex:0 0 8rem;margin:0;padding:0;opacity:0.8">'
_DETAIL = '<dd style="flex:1 1 16rem;margin:0;padding:0;overflow-wrap:anywhere">'


def merged(spans: Iterable[Span]) -> list[Span]:
    """Unite spans that overlap or touch, in the order of the text."""
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def marked(text: str, spans: Iterable[Span], within: Span | None = None) -> str:
    """Return ``text`` (or the part ``within``) as escaped HTML with the spans marked."""
    first, last = within or (0, len(text))
    parts = []
    position = first
    for start, end in merged(spans):
        if first <= start and end <= last:
            parts += [escape(text[position:start]), _MARK, escape(text[start:end]), "</mark>"]
            position = end
    return "".join([*parts, escape(text[position:last])])


def passages(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the parts of ``text`` around the spans, whole words, neighbours united."""
    windows = []
    for start, end in merged(spans):
        low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
        while low > 0 and not text[low - 1].isspace() and low > start - 2 * _AROUND:
            low -= 1
        while high < len(text) and not text[high].isspace() and high < end + 2 * _AROUND:
            high += 1
        line = text.find("\n", low, min(low + _TAIL, start))  # no passage begins with the end of a line
        windows.append((line + 1 if low > 0 and line >= 0 else low, high))
    return merged(windows)


def passages_html(text: str, spans: list[Span]) -> str:
    """Return the passages around the spans, an ellipsis where the document goes on."""
    blocks = []
    for low, high in passages(text, spans):
        before, after = "… " if low > 0 else "", " …" if high < len(text) else ""
        part = re.sub(r"\s*\n\s*", "\n", marked(text, spans, (low, high)).strip())
        blocks.append(f"{_BLOCK}{before}{part}{after}</p>")
    return "".join(blocks)


def whole_html(text: str, spans: list[Span]) -> str:
    """Return the whole document with the spans marked."""
    return f"{_BLOCK}{marked(text, spans)}</p>"


def quotes_html(quotes: Iterable[tuple[str, str]]) -> str:
    """Return each quote and what is to be remarked of it, a line each."""
    return "".join(
        f"{_QUOTE}„{escape(' '.join(quote.split()))}”{f' · {escape(remark)}' if remark else ''}</div>"
        for quote, remark in quotes
    )


def facts_html(facts: Iterable[tuple[str, str, str]]) -> str:
    """Return a list of label, value, and the HTML of its quotes."""
    rows = [
        f"{_ROW}{_TERM}{escape(label)}</dt>{_DETAIL}{escape(value)}{quotes}</dd></div>"
        for label, value, quotes in facts
    ]
    return f'<dl style="margin:0;padding:0">{"".join(rows)}</dl>'
