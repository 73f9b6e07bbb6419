"""SMUP's catalogue in the words of ours: rows of theme, service, unit, variable and indicator for ``data/live/``."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import pandas as pd

from smup.model import Dimension, Indicator, Polarity, Service, Theme, Unit, Variable
from smup.model.codes import Aggregation, Comparability, OverTime
from smup.sources.live.journal import Journal
from smup.sources.smup.api import CARDS, INDICATORS, SERVICES
from smup.sources.smup.catalogue import Chosen
from smup.sources.smup.names import plain
from smup.sources.smup.reviewed import Reviewed
from smup.sources.smup.table import variable_id

SOURCE_ID = "smup_api"
UNSTATED = Unit("smup_unstated", "jednostka niepodana", "unit not stated", None, None)


class Rows(NamedTuple):
    """The tables that an indicator adds to; keys are identifiers."""

    theme: dict[str, Theme]
    service: dict[str, Service]
    unit: dict[str, Unit]
    variable: dict[str, Variable]
    indicator: dict[str, Indicator]


@dataclass
class Merge:
    """Collects rows: themes and services that ``ours`` (the tables of data/) names alike are ours, others are added."""

    journal: Journal
    ours: Mapping[str, pd.DataFrame]
    reviewed: Reviewed
    rows: Rows = field(default_factory=lambda: Rows({}, {}, {}, {}, {}))
    unknown_dimensions: Counter[str] = field(default_factory=Counter)
    unknown_units: Counter[str] = field(default_factory=Counter)

    def add(self, chosen: Chosen, decimals: int) -> None:
        """Add an indicator that has values, with all it refers to."""
        one, identifier = chosen.indicator, variable_id(chosen)
        word, about_pl = CARDS.kept(self.journal, one.number) or (None, "")
        _word, about_en = CARDS.kept(self.journal, one.number, "en") or (None, "")
        known = self.reviewed.indicators.get(one.number)
        unit = known.unit if known and known.unit else self._unit(word)
        theme_id, name_en = self._theme(chosen), self._english_name(chosen)
        origin_pl, origin_en = _origin(chosen)
        # Money is made of tasks: a city with powiat rights has those of a powiat too.
        of_tasks = unit.startswith("PLN") or theme_id == "finance"
        self.rows.variable[identifier] = Variable(
            identifier, one.indicator.name, name_en, unit, SOURCE_ID, "/".join(map(str, chosen.numbers)), None, None
        )
        self.rows.indicator[identifier] = Indicator(
            indicator_id=identifier, service_id=self._service(chosen, theme_id),
            dimension=self._dimension(one.indicator.dimension),
            name_pl=one.indicator.name, name_en=name_en,
            description_pl=f"{about_pl} {origin_pl}".strip(), description_en=f"{about_en} {origin_en}".strip(),
            unit=unit, decimals=decimals, polarity=known.polarity if known else Polarity.NONE, target=None,
            formula=identifier, aggregation=Aggregation.NONE, weight_variable_id=None, coverage_variable_id=None,
            cost_scope=None, comparability=Comparability.SAME_TASKS if of_tasks else Comparability.ANY,
            over_time=OverTime.VALUES, headline=False, note_pl=None, note_en=None,
        )  # fmt: skip

    def lines(self) -> list[str]:
        """Return a sentence for each word of SMUP's that nobody has reviewed."""
        return [
            *(f"Dimension “{word}” is not in smup_dimension.csv; {times} indicators are kept as context."
              for word, times in sorted(self.unknown_dimensions.items())),
            *(f"Unit “{word}” is not in smup_unit.csv; {times} indicators show it as SMUP writes it."
              for word, times in sorted(self.unknown_units.items())),
        ]  # fmt: skip

    def _theme(self, chosen: Chosen) -> str:
        theme = chosen.indicator.theme
        ours = self._ours("theme", theme.name)
        if ours:
            return ours
        identifier = f"smup_o{theme.number}"
        about = f"Obszar SMUP „{theme.name}”.", f"Area “{theme.name}” of SMUP."
        self.rows.theme[identifier] = Theme(identifier, theme.name, theme.name, True, *about)
        return identifier

    def _service(self, chosen: Chosen, theme_id: str) -> str:
        service = chosen.indicator.service
        ours = self._ours("service", service.name)
        if ours:
            return ours
        identifier = f"smup_u{service.number}"
        there = SERVICES.kept(self.journal, chosen.indicator.theme.number, "en") or []
        english = next((other.name for other in there if other.number == service.number), service.name)
        self.rows.service[identifier] = Service(identifier, theme_id, service.name, english)
        return identifier

    def _english_name(self, chosen: Chosen) -> str:
        one = chosen.indicator
        there = INDICATORS.kept(self.journal, one.service.number, "en") or []
        return next((other.name for other in there if other.number == one.number), one.indicator.name)

    def _dimension(self, word: str | None) -> Dimension:
        known = self.reviewed.dimensions.get(plain(word or ""))
        if known is None:
            self.unknown_dimensions[word or ""] += 1
        return known or Dimension.CONTEXT

    def _unit(self, word: str | None) -> str:
        if word is None:
            self.rows.unit[UNSTATED.unit] = UNSTATED
            return UNSTATED.unit
        known = self.reviewed.units.get(plain(word))
        if known is None:
            self.unknown_units[word] += 1
            known = f"smup_{word}"
            self.rows.unit[known] = Unit(known, word, word, word, word)
        return known

    def _ours(self, table: Literal["theme", "service"], name: str) -> str | None:
        frame = self.ours[table]
        same = frame[f"{table}_id"][frame["name_pl"].map(plain) == plain(name)]
        return None if same.empty else str(same.iloc[0])


def _origin(chosen: Chosen) -> tuple[str, str]:
    """Say in Polish and English which numbers an indicator has at SMUP."""
    pl, en = f"Wskaźnik SMUP nr {chosen.indicator.number}", f"SMUP indicator no. {chosen.indicator.number}"
    if chosen.twin:
        city = chosen.twin.city.number
        pl, en = f"{pl}, miast na prawach powiatu: nr {city}", f"{en}, of cities with powiat rights: no. {city}"
    return f"{pl}.", f"{en}."
