"""How far areas are from each other in structure, and what they live on."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from smup.cube.areas import Floats, Numbers, areas
from smup.methods.peers import distance_matrix
from smup.store import Store
from smup.text import language


@dataclass(frozen=True, eq=False)
class _Traits:
    """The standard scores of the areas of one level: a line for each area of the edition, a column for each trait."""

    z: Floats
    weights: Floats


def distances(store: Store, area_id: str, lines: Numbers) -> Floats:
    """Return how far each of ``lines``, of the kind of ``area_id``, is from it; NaN where they share too little."""
    area = areas(store).number.get(area_id, 0)
    traits = store.keep("traits", _traits).get(areas(store).words["level"].iloc[area])
    if traits is None:
        return np.full(len(lines), np.nan)
    found = distance_matrix(traits.z[[area]], traits.z[lines], traits.weights)[0]
    return np.where(np.isinf(found), np.nan, found)


def _traits(store: Store) -> dict[str, _Traits]:
    structure = store.query("select structure_id, level, weight from structure order by structure_id")
    scores = store.query(
        """
        select enum_code(area_id)::bigint as area, structure_id, z from area_structure where z is not null
        """
    )
    found = {}
    for level, mine in structure.groupby("level"):
        z = np.full((len(areas(store).words), len(mine)), np.nan)
        for column, structure_id in enumerate(mine["structure_id"]):
            rows = scores[scores["structure_id"] == structure_id]
            z[rows["area"], column] = rows["z"]
        found[str(level)] = _Traits(z, mine["weight"].to_numpy(dtype=float))
    return found


def revenue(store: Store, lines: Numbers) -> dict[str, Any]:
    """Return the own revenue per resident of the areas on ``lines``, its year, and what it is called."""
    held = store.keep(("revenue", language.get()), _revenue)
    return {name: held[name].array.take(lines) for name in held.columns}


def _revenue(store: Store) -> pd.DataFrame:
    frame = store.query(
        """
        select enum_code(x.area_id)::bigint as area, x.value as revenue, x.period as revenue_period,
          said(t.name_pl, t.name_en, $language) as revenue_name
        from area_structure x join structure t using (structure_id) join indicator i using (indicator_id)
        where i.service_id = 'revenue'
        """,
        language=language.get().value,
    )
    return frame.astype({"revenue_period": "Int16"}).set_index("area").reindex(range(len(areas(store).words)))
