"""The questions with pandas: small tables in memory, values read from Parquet, only the rows that are asked for."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from smup.bench.engines import TABLES, VALUES, parameters
from smup.bench.questions import Draw

_CELL = ["indicator_id", "period", "group_id", "tasks"]


class Pandas:
    """pandas, reading Parquet through pyarrow."""

    def build(self, tables: Path, folder: Path) -> Path:
        """Load the small tables; the values stay where they are."""
        self._table = {name: pd.read_parquet(tables / f"{name}.parquet") for name in TABLES}
        self._path = tables / f"{VALUES}.parquet"
        return self._path

    def ask(self, question: str, draw: Draw) -> pd.DataFrame:
        """Answer with a frame."""
        answer: pd.DataFrame = getattr(self, f"_{question}")(**parameters(question, draw))
        return answer

    def close(self) -> None:
        """Nothing is open."""

    def _values(self, *filters: tuple[str, str, object]) -> pd.DataFrame:
        return pd.read_parquet(self._path, filters=list(filters))

    def _members(self, group_id: object) -> pd.DataFrame:
        members = self._table["group_member"]
        return members[members["group_id"] == group_id]

    def _placed(self, values: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
        frame = values[values["value"].notna()].merge(members, on="area_id")
        frame = frame.merge(self._table["indicator"], on="indicator_id").merge(self._table["area_tasks"], on="area_id")
        frame["tasks"] = frame["tasks"].where(frame["comparability"] == "same_tasks", "any")
        value = frame["value"]
        goodness = value.where(frame["polarity"] != "lower", -value)
        to_target = -(value - frame["target"].astype(float)).abs()
        frame["goodness"] = goodness.where(frame["polarity"] != "target", to_target).round(9)
        cells = frame.groupby(_CELL)
        frame["n"] = cells["value"].transform("size")
        place = cells["goodness"].rank(method="min", ascending=False)
        ties = frame.groupby([*_CELL, "goodness"])["value"].transform("size")
        enough = frame["n"] >= 4
        frame["rank"] = place.where(enough & (frame["polarity"] != "none"))
        frame["percentile"] = (100 * (frame["n"] - (place - 1) - 0.5 * ties) / frame["n"]).where(enough)
        frame["median"] = cells["value"].transform("median").where(enough)
        frame["lowest"], frame["highest"] = cells["value"].transform("min"), cells["value"].transform("max")
        return frame

    def _ranked(self, members: pd.DataFrame, indicator_id: object, period: object) -> pd.DataFrame:
        values = self._values(("indicator_id", "==", indicator_id), ("period", "==", period))
        placed = self._placed(values, members)[["area_id", "rank", "percentile", "n", "median"]]
        whole = members.merge(values, on="area_id", how="left").merge(placed, on="area_id", how="left")
        whole["status"] = whole["status"].fillna("O")
        return whole.sort_values("rank", na_position="last")

    def _ranking(self, group_id: object, indicator_id: object, period: object, **_other: object) -> pd.DataFrame:
        return self._ranked(self._members(group_id), indicator_id, period)

    def _peers(self, area_id: object, indicator_id: object, period: object, **_other: object) -> pd.DataFrame:
        peer = self._table["peer"]
        peers = peer.loc[(peer["area_id"] == area_id) & (peer["position"] <= 7), "peer_id"]
        return self._ranked(pd.DataFrame({"group_id": "similar", "area_id": [*peers, area_id]}), indicator_id, period)

    def _cost_quality(
        self, pair_id: object, area_id: object, group_id: object, period: object, **_other: object
    ) -> pd.DataFrame:
        pair = self._table["pair"].set_index("pair_id").loc[pair_id]
        areas = self._table["area"].merge(self._table["area_tasks"], on="area_id").set_index("area_id")
        own = areas.loc[area_id]
        alike = areas[(areas["kind"] == own["kind"]) & (areas["tasks"] == own["tasks"])]
        both = [pair["cost_indicator_id"], pair["output_indicator_id"]]
        values = self._values(("indicator_id", "in", both), ("period", "==", period))
        wide = values.pivot(index="area_id", columns="indicator_id", values="value")[both]
        wide = wide.set_axis(["cost", "output"], axis=1).dropna()
        points = alike.join(wide[wide["cost"] > 0], how="inner").join(
            self._distances(area_id, alike.index, own["level"])
        )
        points["in_group"] = points.index.isin(self._members(group_id)["area_id"])
        return points.sort_values("label").reset_index()

    def _distances(self, area_id: object, alike: Any, level: str) -> pd.Series:
        structure = self._table["structure"]
        needed = 0.8 * structure.loc[structure["level"] == level, "weight"].sum()
        traits = self._table["area_structure"].dropna(subset="z").merge(structure, on="structure_id")
        own = traits.loc[traits["area_id"] == area_id, ["structure_id", "z"]]
        other = traits[traits["area_id"].isin(alike)].merge(own, on="structure_id", suffixes=("", "_own"))
        square = other["weight"] * (other["z"] - other["z_own"]) ** 2
        sums = other.assign(square=square).groupby("area_id")[["square", "weight"]].sum()
        sums = sums[sums["weight"] >= needed]
        return np.sqrt(sums["square"] / sums["weight"]).rename("distance")

    def _profile(self, area_id: object, group_id: object, theme_id: object, **_other: object) -> pd.DataFrame:
        service = self._table["service"]
        services = service.loc[service["theme_id"] == theme_id, "service_id"]
        indicator = self._table["indicator"]
        asked = indicator.loc[indicator["service_id"].isin(services), "indicator_id"].tolist()
        members = self._members(group_id)
        needed = [*members["area_id"], area_id]
        values = self._values(("indicator_id", "in", asked), ("area_id", "in", needed)).dropna(subset="value")
        own = values[values["area_id"] == area_id]
        placed = self._placed(values, members)
        mine = placed[placed["area_id"] == area_id].drop(columns=["value", "status", "area_id"])
        own = own.merge(mine, on=["indicator_id", "period"], how="left")
        own["has_place"] = own["n"] >= 4
        return own.sort_values(["has_place", "period"], ascending=False).drop_duplicates("indicator_id")

    def _export(self, indicator_id: object, **_other: object) -> pd.DataFrame:
        placed = self._placed(self._values(("indicator_id", "==", indicator_id)), self._table["group_member"])
        return placed.sort_values(["period", "group_id", "area_id"])

    def _comparison(
        self, group_id: object, indicator_id: object, period: object, first: str, second: str, third: str,
        **_other: object,
    ) -> pd.DataFrame:  # fmt: skip
        ranked = self._ranked(self._members(group_id), indicator_id, period)
        return ranked[ranked["area_id"].isin([first, second, third])]

    def _trend(self, indicator_id: object, area_id: object, **_other: object) -> pd.DataFrame:
        kind = self._table["area"].set_index("area_id").loc[area_id, "kind"]
        values = self._values(("indicator_id", "==", indicator_id))
        placed = self._placed(values, self._members(kind))
        own = values[values["area_id"] == area_id]
        known = own.loc[own["value"].notna(), "period"]
        own = own[own["period"].between(known.min(), known.max())]
        columns = ["area_id", "period", "percentile", "rank", "n"]
        return own.merge(placed[columns], on=["area_id", "period"], how="left").sort_values("period")
