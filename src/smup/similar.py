"""Similar areas of an edition: its traits of structure, standardised, and each area's nearest neighbours."""

import pandas as pd

from smup.methods.peers import MOST, Structure, StructureVariable, no_good_peers, similar, standardised
from smup.store import Draft


def fill_peers(draft: Draft, traits: pd.DataFrame) -> None:
    """Fill ``area_structure`` and ``peer``; ``traits`` is the input table ``structure``."""
    values = draft.query("from structure_values()")
    for _level, chosen in traits.groupby("level"):
        structure = Structure(
            tuple(StructureVariable(row.structure_id, row.weight, row.log) for row in chosen.itertuples())
        )
        mine = values[values["structure_id"].isin(structure.ids)]
        wide = mine.pivot(index=["area_id", "kind"], columns="structure_id", values="value")
        wide = wide.reindex(columns=structure.ids).reset_index()
        scores = standardised(wide, structure).stack().rename("z").rename_axis(["area_id", "structure_id"])
        draft.insert("area_structure", mine.drop(columns="kind").join(scores, on=["area_id", "structure_id"]))
        peers = similar(wide, structure, n=MOST)
        good = ~peers["area_id"].map(no_good_peers(peers)).astype(bool)
        draft.insert("peer", peers.drop(columns="kind").assign(good=good))
