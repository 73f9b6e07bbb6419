"""A data folder of the size that the state system SMUP has: the shipped inputs with made-up live ones beside them.

Made-up values stand in a folder of their own and never below ``data/``.
"""

import csv
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from smup.sources.observations import OBSERVATION
from smup.sources.tables import TABLES

SOURCE = "smup_api"
UNIT = "smup_points"
INDICATORS, YEARS, LAST_YEAR = 1_285, 15, 2024  # of 2,810 areas beside metropolitan ones: 54.2 million observations
PAIRS = 20
MISSING = 0.01


def write_bulk(data: Path, indicators: int, years: int, seed: int = 1) -> None:
    """Add made-up live tables and observations to the data folder ``data``: the same ones for the same ``seed``."""
    area = pd.read_csv(data / "area.csv", dtype=str)
    area = area[area["level"] != "metro"].sort_values("area_id")
    born = pd.to_datetime(area["valid_from"]).dt.year.fillna(0).to_numpy(int)
    themes = pd.read_csv(data / "theme.csv", dtype=str)["theme_id"].tolist()
    numbers = range(1, indicators + 1)
    live = data / "live"
    live.mkdir()
    services = min(100, indicators)
    _append(live / "unit.csv", "unit", [{"unit": UNIT}])
    _append(live / "service.csv", "service", [
        {"service_id": f"smup_service_{number}", "theme_id": themes[number % len(themes)]} for number in range(services)
    ])  # fmt: skip
    _append(live / "variable.csv", "variable", [
        {"variable_id": f"smup_{number}", "unit": UNIT, "source_id": SOURCE, "external_id": str(number)}
        for number in numbers
    ])  # fmt: skip
    _append(live / "indicator.csv", "indicator", [
        {"indicator_id": f"smup_{number}", "service_id": f"smup_service_{number % services}", "unit": UNIT,
         "dimension": ("quantity", "quality", "cost")[number % 3], "decimals": 2,
         "polarity": ("none", "higher", "lower")[number % 3], "formula": f"smup_{number}", "aggregation": "none",
         "comparability": "any", "over_time": "values", "headline": "false"}
        for number in numbers
    ])  # fmt: skip
    _append(data / "pair.csv", "pair", [
        {"pair_id": f"smup_{cost}", "service_id": f"smup_service_{cost % services}", "better": "higher",
         "cost_indicator_id": f"smup_{cost}", "output_indicator_id": f"smup_{cost - 1}", "years_apart": 0,
         "note_pl": "made up", "note_en": "made up"}
        for cost in pair_numbers(indicators)
    ])  # fmt: skip
    folder = data / "observation" / SOURCE
    folder.mkdir()
    random = np.random.default_rng(seed)
    periods = np.arange(LAST_YEAR - years + 1, LAST_YEAR + 1, dtype="int16")
    for number in numbers:
        pq.write_table(_observations(random, f"smup_{number}", area["area_id"].to_numpy(str), born, periods),
                       folder / f"smup_{number}.parquet", compression="zstd")  # fmt: skip


def pair_numbers(indicators: int) -> list[int]:
    """Numbers of the made-up costs that are set against the quality that bears the number before."""
    return list(range(2, indicators + 1, 3))[:PAIRS]


def _observations(
    random: np.random.Generator, variable_id: str, area_ids: np.ndarray, born: np.ndarray, periods: np.ndarray
) -> pa.Table:
    """Rates of areas that move a little from year to year, with two decimals; one in a hundred is missing.

    An area has none from before the year in which it was ``born``.
    """
    levels = random.lognormal(random.uniform(0, 8), 0.5, len(area_ids))
    moves = 1 + random.normal(0, 0.05, (len(periods), len(area_ids)))
    values = np.round(levels * moves, 2).ravel()
    unborn = (periods[:, None] < born).ravel()
    missing = unborn | (random.random(len(values)) < MISSING)
    why = np.where(unborn, "M", random.choice(["O", "Q", "L"], len(values)))
    columns = [
        pa.array(np.tile(area_ids, len(periods))),
        pa.array(np.full(len(values), variable_id)),
        pa.array(np.repeat(periods, len(area_ids))),
        pa.array(values, mask=missing),
        pa.array(np.where(missing, why, "A")),
    ]
    return pa.Table.from_arrays(columns, schema=OBSERVATION)


def _append(path: Path, table: str, rows: list[dict[str, Any]]) -> None:
    """Append rows to a table (a new one gets its header); texts that a row lacks are made of its key."""
    (columns,) = (one.columns for one in TABLES if one.name == table)
    texts = [column for column in columns if column.startswith(("name", "title", "descr", "licence", "publisher"))]
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        if new:
            writer.writeheader()
        for row in rows:
            writer.writerow({column: f"{next(iter(row.values()))} {column}" for column in texts} | row)


def copy_inputs(data: Path, target: Path) -> Path:
    """Copy the shipped inputs, never a store or what a sync fetched, below ``target`` and return the data folder."""
    shutil.copytree(data.parent / "seeds", target / "seeds")
    for folder in ("record", "boundaries"):
        shutil.copytree(data / folder, target / "data" / folder)
    (target / "data" / "observation").mkdir()
    sources = pd.read_csv(data / "source.csv")
    for path in (data / "observation").glob("*.parquet"):
        if path.stem not in set(sources.loc[sources["live"], "source_id"]):
            shutil.copy(path, target / "data" / "observation")
    for table in TABLES:
        shutil.copy(data / f"{table.name}.csv", target / "data")
    return target / "data"
