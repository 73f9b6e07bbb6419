"""Whole tables for people who want everything: one query for each name that ``smup export`` takes."""

import pandas as pd

from smup.store import Store

EXPORTS = {
    "observations": "select * from observation order by variable_id, period, area_id",
    "indicators": """
        select i.* exclude (position), s.theme_id from indicator i join service s using (service_id)
        order by i.position""",
    "areas": "select * from area order by level, area_id",
    "events": "select * from event order by starts_on, event_id",
    "initiatives": "select * from initiative order by initiative_id",
    "benchmark": "select * from benchmark order by indicator_id, period, group_id, area_id",
}


def export(store: Store, name: str) -> pd.DataFrame:
    """Return the whole table behind ``name`` (a key of ``EXPORTS``), in a stable order."""
    return store.query(EXPORTS[name])
