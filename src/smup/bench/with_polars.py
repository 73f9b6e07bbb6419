"""The questions with polars: small tables in memory, values scanned lazily, so that Parquet gives what is asked for."""

from pathlib import Path
from typing import Any

import pandas as pd

from smup.bench.engines import TABLES, VALUES, AbsentError, parameters
from smup.bench.questions import Draw

_CELL = ["indicator_id", "period", "group_id", "tasks"]


class Polars:
    """polars, scanning Parquet itself."""

    def build(self, tables: Path, folder: Path) -> Path:
        """Load the small tables; the values stay where they are."""
        try:
            import polars
        except ImportError as fault:
            raise AbsentError("polars is not installed (pip install 'smup[bench]')") from fault
        self._pl: Any = polars
        self._table = {name: polars.read_parquet(tables / f"{name}.parquet").lazy() for name in TABLES}
        self._path = tables / f"{VALUES}.parquet"
        return self._path

    def ask(self, question: str, draw: Draw) -> pd.DataFrame:
        """Answer with a pandas frame, as the dashboard needs one."""
        answer = getattr(self, f"_{question}")(**parameters(question, draw)).collect()
        frame: pd.DataFrame = answer.to_pandas()
        return frame

    def close(self) -> None:
        """Nothing is open."""

    def _values(self, **equal: object) -> Any:
        pl = self._pl
        return pl.scan_parquet(self._path).filter(*[pl.col(column) == value for column, value in equal.items()])

    def _members(self, group_id: object) -> Any:
        return self._table["group_member"].filter(self._pl.col("group_id") == group_id)

    def _placed(self, values: Any, members: Any) -> Any:
        pl = self._pl
        value, n, place = pl.col("value"), pl.col("n"), pl.col("place")
        polarity, enough = pl.col("polarity"), pl.col("n") >= 4
        goodness = (
            pl.when(polarity == "lower").then(-value)
            .when(polarity == "target").then(-(value - pl.col("target").cast(pl.Float64)).abs())
            .otherwise(value).round(9)
        )  # fmt: skip
        tasks = pl.when(pl.col("comparability") == "same_tasks").then(pl.col("tasks")).otherwise(pl.lit("any"))
        return (
            values.filter(value.is_not_null())
            .join(members, on="area_id")
            .join(self._table["indicator"], on="indicator_id")
            .join(self._table["area_tasks"], on="area_id")
            .with_columns(tasks=tasks, goodness=goodness)
            .with_columns(
                n=pl.len().over(_CELL).cast(pl.Int64),
                place=pl.col("goodness").rank("min", descending=True).over(_CELL).cast(pl.Int64),
                ties=pl.len().over([*_CELL, "goodness"]).cast(pl.Int64),
                median=value.median().over(_CELL),
                lowest=value.min().over(_CELL),
                highest=value.max().over(_CELL),
            )
            .with_columns(
                rank=pl.when(enough & (polarity != "none")).then(place),
                percentile=pl.when(enough).then(100 * (n - (place - 1) - 0.5 * pl.col("ties")) / n),
                median=pl.when(enough).then(pl.col("median")),
            )
        )

    def _ranked(self, members: Any, indicator_id: object, period: object) -> Any:
        values = self._values(indicator_id=indicator_id, period=period)
        placed = self._placed(values, members).select("area_id", "rank", "percentile", "n", "median")
        return (
            members.join(values, on="area_id", how="left")
            .join(placed, on="area_id", how="left")
            .with_columns(self._pl.col("status").fill_null("O"))
            .sort("rank", nulls_last=True)
        )

    def _ranking(self, group_id: object, indicator_id: object, period: object, **_other: object) -> Any:
        return self._ranked(self._members(group_id), indicator_id, period)

    def _peers(self, area_id: object, indicator_id: object, period: object, **_other: object) -> Any:
        pl = self._pl
        peers = self._table["peer"].filter(pl.col("area_id") == area_id, pl.col("position") <= 7)
        own = pl.LazyFrame({"area_id": [area_id]})
        members = pl.concat([peers.select(area_id=pl.col("peer_id")), own]).with_columns(group_id=pl.lit("similar"))
        return self._ranked(members, indicator_id, period)

    def _cost_quality(
        self, pair_id: object, area_id: object, group_id: object, period: object, **_other: object
    ) -> Any:
        pl = self._pl
        pair = self._table["pair"].filter(pl.col("pair_id") == pair_id).collect().row(0, named=True)
        areas = self._table["area"].join(self._table["area_tasks"], on="area_id")
        own = areas.filter(pl.col("area_id") == area_id)
        alike = areas.join(own.select("kind", "tasks"), on=["kind", "tasks"], how="semi")
        cost = self._values(indicator_id=pair["cost_indicator_id"], period=period).filter(pl.col("value") > 0)
        output = self._values(indicator_id=pair["output_indicator_id"], period=period).filter(
            pl.col("value").is_not_null()
        )
        group = self._members(group_id).select("area_id").with_columns(in_group=pl.lit(True))
        return (
            alike.select("area_id", "label", "level")
            .join(cost.select("area_id", cost="value"), on="area_id")
            .join(output.select("area_id", output="value"), on="area_id")
            .join(group, on="area_id", how="left")
            .with_columns(pl.col("in_group").fill_null(False))
            .join(self._distances(area_id, alike, own), on="area_id", how="left")
            .sort("label")
        )

    def _distances(self, area_id: object, alike: Any, own: Any) -> Any:
        pl = self._pl
        structure, weight = self._table["structure"], pl.col("weight")
        needed = structure.join(own.select("level"), on="level").select(needed=0.8 * weight.sum())
        traits = self._table["area_structure"].drop_nulls("z").join(structure, on="structure_id")
        mine = traits.filter(pl.col("area_id") == area_id).select("structure_id", z_own="z")
        return (
            traits.join(alike.select("area_id"), on="area_id", how="semi")
            .join(mine, on="structure_id")
            .group_by("area_id")
            .agg(square=(weight * (pl.col("z") - pl.col("z_own")) ** 2).sum(), weight=weight.sum())
            .join(needed, how="cross")
            .filter(weight >= pl.col("needed"))
            .select("area_id", distance=(pl.col("square") / weight).sqrt())
        )

    def _profile(self, area_id: object, group_id: object, theme_id: object, **_other: object) -> Any:
        pl = self._pl
        services = self._table["service"].filter(pl.col("theme_id") == theme_id)
        asked = self._table["indicator"].join(services, on="service_id", how="semi").select("indicator_id").collect()
        members = self._members(group_id)
        needed = [*members.select("area_id").collect()["area_id"], area_id]
        values = self._values().filter(
            pl.col("indicator_id").is_in(asked["indicator_id"].to_list()), pl.col("area_id").is_in(needed),
            pl.col("value").is_not_null(),
        )  # fmt: skip
        placed = self._placed(values, members).filter(pl.col("area_id") == area_id)
        return (
            values.filter(pl.col("area_id") == area_id)
            .join(placed.drop("value", "status", "area_id"), on=["indicator_id", "period"], how="left")
            .sort((pl.col("n") >= 4).fill_null(False), "period", descending=True)
            .unique("indicator_id", keep="first", maintain_order=True)
        )

    def _export(self, indicator_id: object, **_other: object) -> Any:
        placed = self._placed(self._values(indicator_id=indicator_id), self._table["group_member"])
        return placed.sort("period", "group_id", "area_id")

    def _comparison(
        self, group_id: object, indicator_id: object, period: object, first: str, second: str, third: str,
        **_other: object,
    ) -> Any:  # fmt: skip
        ranked = self._ranked(self._members(group_id), indicator_id, period)
        return ranked.filter(self._pl.col("area_id").is_in([first, second, third]))

    def _trend(self, indicator_id: object, area_id: object, **_other: object) -> Any:
        pl = self._pl
        own = self._table["area"].filter(pl.col("area_id") == area_id)
        members = self._table["group_member"].join(own, left_on="group_id", right_on="kind", how="semi")
        values = self._values(indicator_id=indicator_id)
        placed = self._placed(values, members).select("area_id", "period", "percentile", "rank", "n")
        known = pl.col("period").filter(pl.col("value").is_not_null())
        return (
            values.filter(pl.col("area_id") == area_id)
            .filter(pl.col("period").is_between(known.min(), known.max()))
            .join(placed, on=["area_id", "period"], how="left")
            .sort("period")
        )
