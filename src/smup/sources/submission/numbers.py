"""Numbers as people write them: decimal comma or point, grouped thousands, a unit behind, a sign for nothing."""

import math
import re
from typing import NamedTuple

NOTHING = frozenset({"", "-", "–", "—", ".", "b.d.", "bd", "b/d", "brak", "brak danych", "n/a", "na", "no data"})
_THOUSANDS = 3  # digits of a group
_NUMBER = re.compile(r"([+−–-]?) ?(\d[\d., ]*|[.,]\d+)(?:[eE]([+-]?\d{1,3})(?!\w))?(\D.*)?", re.DOTALL | re.ASCII)


class NumberRead(NamedTuple):
    """A number, the unit behind it, and whether its one separator could also have grouped thousands."""

    value: float | None
    unit: str = ""
    doubtful: bool = False


def read_number(cell: str) -> NumberRead:
    """Read a number, or nothing (``–``, ``b.d.``); one separator alone is the decimal sign.

    Raises ``ValueError`` for what is no finite number.
    """
    text = " ".join(cell.split())  # thin and non-breaking spaces too
    if text.casefold() in NOTHING:
        return NumberRead(None)
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise ValueError(cell)
    sign, digits, exponent, unit = match.groups()
    plain, doubtful = _plain(digits.strip())
    value = float(f"{'-' if sign in set('−–-') and sign else ''}{plain}e{exponent or 0}")
    if not math.isfinite(value):
        raise ValueError(cell)
    return NumberRead(value, (unit or "").strip(), doubtful and not exponent)


def _plain(digits: str) -> tuple[str, bool]:
    """Turn digits with separators into what ``float`` reads, and say whether they could be read in another way."""
    signs = [sign for sign in digits if sign in ".,"]
    decimal = signs[-1] if signs and signs.count(signs[-1]) == 1 else ""
    whole, _sign, part = digits.rpartition(decimal) if decimal else (digits, "", "")
    groupings = set(whole) - set("0123456789")
    groups = re.split(r"[., ]", whole)
    grouped = len(groupings) == 1 and 0 < len(groups[0]) <= _THOUSANDS
    if (part and not part.isdecimal()) or (groupings and not grouped) or (decimal and decimal in groupings):
        raise ValueError(digits)
    if any(len(group) != _THOUSANDS for group in groups[1:]):
        raise ValueError(digits)
    doubtful = len(signs) == 1 and not groupings and len(part) == _THOUSANDS and 0 < len(whole) <= _THOUSANDS
    return f"{''.join(groups) or 0}.{part or 0}", doubtful and whole != "0"
