"""A text as sentences, headings, items of lists and entries of menus."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from smup.documents.polish.lexicon import lexicon
from smup.documents.polish.words import Word, words_of

_GAP = re.compile(r"(?<=\S)(?:[ \u00a0]{3,}|[ \u00a0]*\t[ \u00a0]*|[ \u00a0]+[|»>/·*][ \u00a0]+)(?=\S)")


@dataclass(frozen=True)
class Sentence:
    """A sentence, heading, item of a list or entry of a menu: its words and the number of its paragraph."""

    words: tuple[Word, ...]
    block: int
    item: bool
    menu: bool = False

    @property
    def start(self) -> int:
        """Position of its first character."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Position after its last character."""
        return self.words[-1].end


def sentences_of(text: str) -> list[Sentence]:
    """Split ``text`` into sentences; none crosses a paragraph, a heading or an item of a list."""
    result = []
    for number, (start, end, item, menu) in enumerate(_cells(text)):
        words = [Word(word.text, word.start + start, word.end + start) for word in words_of(text[start:end])]
        first = 0
        for index in range(len(words)):
            if index == len(words) - 1 or _ends_sentence(words, index):
                result.append(Sentence(tuple(words[first : index + 1]), number, item, menu))
                first = index + 1
    return result


def _ends_sentence(words: list[Word], index: int) -> bool:
    mark, after = words[index], words[index + 1]
    if mark.text in "!?…":
        return after.capital or after.text in "–-—#•"
    if mark.text != "." or index == 0 or not (after.capital or after.text in "–-—„"):
        return False
    before = words[index - 1].text
    roman_or_initial = len(before) == 1 and before.isupper()
    # After a number a capital begins a sentence only if it could not be a date, a clause or "3. GOSPODARKA".
    return (
        before.lower() not in lexicon("abbreviations")
        and not roman_or_initial
        and not (before.isdigit() and len(before) < 3)
    )


def _cells(text: str) -> Iterator[tuple[int, int, bool, bool]]:
    """Yield paragraphs, and the entries of menus, which stand in one line with wide gaps or bars between them."""
    for start, end, item in _blocks(text):
        cuts = [match.span() for match in _GAP.finditer(text, start, end)]
        cells = list(zip([start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end], strict=True))
        bars = any(mark in text[slice(*cut)] for cut in cuts for mark in "|»>")
        menu = (len(cells) > 2 or bars) and all(len(text[slice(*cell)].split()) < 6 for cell in cells)
        for first, last in cells if menu else [(start, end)]:
            if text[first:last].strip():
                yield first, last, item, menu


def _blocks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and whether it is a list item, for paragraphs, headings and items; wrapped lines are joined."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]*[^\s][^\n]*", text)]
    width = max((end - start for start, end in lines), default=0)
    wrapped = len(lines) > 2 and 40 <= width <= 130
    start, end = -1, -1
    for begin, stop in lines:
        apart = "\n" in text[end:begin].replace("\n", "", 1)
        if start >= 0 and wrapped and _continues(text[start:end], text[begin:stop].strip(), width, apart):
            end = stop
            continue
        if start >= 0:
            yield start, end, _is_item(text[start:end])
        start, end = begin, stop
    if start >= 0:
        yield start, end, _is_item(text[start:end])


def _continues(block: str, following: str, width: int, apart: bool) -> bool:
    """Tell whether a wrapped line goes on in the following one (``apart``: an empty line stands between them)."""
    line = block.rsplit("\n", 1)[-1].strip()
    if _is_item(following) or re.match(r"\d{1,2}[:.]\d\d", following):
        return False
    if apart:  # a page break may fall within a sentence
        return following[0].islower() and line[-1] not in ".!?:"
    fits = len(line) + 1 + len(following.split()[0]) <= width
    if line[-1] in ".!?:" and following[0].isupper():
        return not fits
    return following[0].islower() or following[0].isdigit() or not fits


def _is_item(block: str) -> bool:
    return re.match(r"\s*([•·*▪◦‣–—-]\s|\d{1,2}[.)]\s|[a-z]\)\s)", block) is not None
