"""Which area or indicator a cell means."""

import re
from collections.abc import Callable

import pandas as pd

from smup.model import Level
from smup.sources.submission.findings import Known
from smup.text import _

_OWN = re.compile(r"own_[a-z0-9_]{1,60}")
_MOST_GUESSED = 50  # different unknown names of a file for which the nearest are looked up
_LABELS_SHOWN = 6


class CellError(Exception):
    """A cell that cannot be taken; ``str()`` says what was expected."""


class Naming:
    """Finds areas and indicators by identifier or name; remembers what it has looked up."""

    def __init__(self, known: Known) -> None:
        """Index what is known."""
        self._known = known
        areas = known.areas.fillna("")
        self._labels = dict(zip(areas["area_id"], areas["label"], strict=True))
        self._by_label = {_plain(label): area_id for area_id, label in self._labels.items()}
        self._by_name: dict[str, list[str]] = areas.groupby(areas["name"].map(_plain))["area_id"].agg(list).to_dict()
        self._indicators: dict[str, str] = {}
        for column in ("name_en", "name_pl", "indicator_id"):  # the last wins
            self._indicators |= dict(
                zip(known.indicators[column].map(_plain), known.indicators["indicator_id"], strict=True)
            )
        self._larger = set(areas.loc[areas["level"] == Level.METRO, "area_id"])
        self._guessed: dict[str, str] = {}

    def area(self, text: str) -> tuple[str, str]:
        """Return the ``area_id`` that ``text`` means and, where that is a reading of ours, the reading."""
        if not text:
            raise CellError(_("the name or TERYT code of an area"))
        if text in self._labels:
            return text, ""
        if text.isascii() and text.isdecimal():
            return self._by_code(text)
        label, named = self._by_label.get(_plain(text)), self._by_name.get(_plain(text), [])
        if label:
            others = [one for one in named if one not in {label, *self._larger}]
            return label, self._listed(_("{area}; others of this name: {others}"), label, others) if others else ""
        if len(named) == 1:
            return named[0], ""
        if named:
            labels = "; ".join(self._label(area_id) for area_id in named[:_LABELS_SHOWN])
            raise CellError(_("one of several areas of this name: {areas}").format(areas=labels))
        raise CellError(self._guess(_("the name or TERYT code of an area, perhaps {likely}"), text, True))

    def indicator(self, text: str) -> str:
        """Return the identifier that ``text`` means: of the catalogue, or one that begins with ``own_``."""
        indicator_id = self._indicators.get(_plain(text))
        if indicator_id or is_own(text):
            return indicator_id or text
        if text.startswith("own_"):
            raise CellError(_("after own_ only small letters a–z, digits and _"))
        if not text:
            raise CellError(_("the identifier or name of an indicator"))
        wanted = _("an indicator, perhaps {likely}; one of your own begins with own_")
        raise CellError(self._guess(wanted, text, False))

    def _by_code(self, text: str) -> tuple[str, str]:
        """Read a TERYT code: seven digits carry the kind in the last; a spreadsheet drops a zero in front."""
        if text[:6] in self._labels and len(text) == 7:
            return text[:6], ""
        found = {code for code in (f"0{text}", f"0{text}"[:6] if len(text) == 6 else "") if code in self._labels}
        if len(found) == 1:
            area_id = found.pop()
            return area_id, _("{area}; the zero in front was lost").format(area=self._label(area_id))
        raise CellError(self._guess(_("the name or TERYT code of an area, perhaps {likely}"), text, True))

    def _listed(self, words: str, area_id: str, others: list[str]) -> str:
        return words.format(area=self._label(area_id), others="; ".join(map(self._label, others[:_LABELS_SHOWN])))

    def _label(self, area_id: str) -> str:
        return f"{self._labels[area_id]} = {area_id}"

    def _guess(self, words: str, text: str, area: bool) -> str:
        likely: Callable[[str], list[str]] = self._known.likely_areas if area else self._known.likely_indicators
        key = f"{area} {text}"
        if key not in self._guessed:
            self._guessed[key] = ", ".join(likely(text)) if len(self._guessed) < _MOST_GUESSED else "…"
        return words.format(likely=self._guessed[key])


def is_own(indicator_id: str) -> bool:
    """Tell whether an identifier is that of an indicator of one's own."""
    return _OWN.fullmatch(indicator_id) is not None


def _plain(name: object) -> str:
    return " ".join(str(name).split()).casefold() if not pd.isna(name) else ""
