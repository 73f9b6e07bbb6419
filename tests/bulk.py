"""A data folder of the size that the state system SMUP has: the shipped inputs with made-up live ones beside them.

``python -m tests.bulk FOLDER`` writes one of full size, builds it in a process of its own, asks what the app asks and
prints what that took (``--indicators``, ``--years``). The folder stays; with its edition it takes 1 GB.
"""

import argparse
import csv
import multiprocessing
import resource
import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from smup.build import build, open_store
from smup.queries import catalogue, editions, exports, figures, intervals, metros, monitoring, places, submissions
from smup.sources.observations import OBSERVATION
from smup.sources.tables import TABLES
from smup.store import Store

CHECKOUT = Path(__file__).parents[1]
SOURCE = "smup_api"
UNIT = "smup_points"
INDICATORS, YEARS, LAST_YEAR = 1_285, 16, 2024  # 1,285 x 16 x 2,810 areas: 57.8 million observations
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
    folder = data / "observation" / SOURCE
    folder.mkdir()
    random = np.random.default_rng(seed)
    periods = np.arange(LAST_YEAR - years + 1, LAST_YEAR + 1, dtype="int16")
    for number in numbers:
        pq.write_table(_observations(random, f"smup_{number}", area["area_id"].to_numpy(str), born, periods),
                       folder / f"smup_{number}.parquet", compression="zstd")  # fmt: skip


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


def copy_inputs(target: Path) -> Path:
    """Copy the shipped inputs, never a store or what a sync fetched, below ``target`` and return the data folder."""
    data = CHECKOUT / "data"
    shutil.copytree(CHECKOUT / "seeds", target / "seeds")
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


LIVE, KIND, CITIES, TOWN, FOUR = "smup_77", "rural", "city_with_powiat_rights", "120601", ["126101", "226201", "026401"]
PAIR = ["smup_77", "smup_500"]
QUESTIONS: dict[str, Callable[[Store], object]] = {
    "ranking of a live indicator, 1,400 gminas": lambda store: places.ranking(store, LIVE, 2020, KIND, TOWN),
    "ranking of a shipped indicator, 66 cities": lambda store: places.ranking(store, "exam8_maths", 2024, CITIES),
    "comparison of a live indicator": lambda store: figures.comparison(store, LIVE, 2020, CITIES, FOUR),
    "spread of the group on it": lambda store: figures.spread(store, LIVE, 2020, CITIES, FOUR[0]),
    "its trend": lambda store: figures.trend(store, LIVE, FOUR),
    "its card": lambda store: catalogue.indicator(store, LIVE),
    "its years in a group": lambda store: catalogue.periods(store, LIVE, CITIES),
    "table of two live indicators": lambda store: figures.comparison_table(store, PAIR, CITIES, FOUR),
    "headline of 40 indicators": lambda store: catalogue.headline(store, [f"smup_{n}" for n in range(1, 41)], FOUR),
    "rank over years, 66 cities": lambda store: intervals.ranks_over_years(store, CITIES, [LIVE], [2020], FOUR[0]),
    "profile of a theme, 66 cities": lambda store: places.profile(store, FOUR[0], "education", CITIES),
    "profile of a theme, similar areas": lambda store: places.profile(store, TOWN, "education", f"similar.{TOWN}.7"),
    "profile of a theme, 1,400 gminas": lambda store: places.profile(store, TOWN, "education", KIND),
    "metropolitan area: its indicators": lambda store: metros.indicators(store, "smk", "education"),
    "metropolitan area: its members": lambda store: metros.members(store, "smk", LIVE, 2020),
    "what moved in a city": lambda store: monitoring.movers(store, FOUR[0]),
    "what is out of date": lambda store: monitoring.ages(store, FOUR[0]),
    "catalogue": lambda store: catalogue.dictionary(store, "smup_7"),
    "sources": editions.sources,
    "statuses": editions.statuses,
    "extremes of all indicators": submissions.indicators,
    "export of indicators": lambda store: exports.export(store, "indicators"),
}


def _timed_build(data: Path) -> None:
    start = time.time()

    def show(step: str, share: float) -> None:
        print(f"  {time.time() - start:6.0f} s  {step}", flush=True)

    build(data, show)


def _ask(store: Store) -> None:
    for name, question in QUESTIONS.items():
        spent = []
        for _again in range(5):
            start = time.perf_counter()
            question(store)
            spent.append(1000 * (time.perf_counter() - start))
        print(f"{statistics.median(spent):7.0f} ms (at best {min(spent):.0f})  {name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write it, or where one is")
    parser.add_argument("--indicators", type=int, default=INDICATORS)
    parser.add_argument("--years", type=int, default=YEARS)
    chosen = parser.parse_args()
    data = chosen.folder / "data"
    if not data.exists():
        write_bulk(copy_inputs(chosen.folder), chosen.indicators, chosen.years)
    start = time.time()
    process = multiprocessing.get_context("spawn").Process(target=_timed_build, args=(data,))
    process.start()
    process.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    minutes = (used.ru_utime + used.ru_stime) / 60
    print(f"built in {(time.time() - start) / 60:.1f} minutes ({minutes:.1f} of processors)")
    print(f"at most {used.ru_maxrss / 1e6:.1f} GB of memory")
    store = open_store(data)
    rows = store.query("select count(*) as n from observation")["n"].item()
    print(f"{rows:,} observations, {store.path.stat().st_size / 1e6:,.0f} MB")
    _ask(store)


if __name__ == "__main__":
    main()
