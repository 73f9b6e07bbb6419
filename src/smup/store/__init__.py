"""The DuckDB file behind everything: ``create`` writes one, ``Store`` reads an edition, ``Pair`` two of them.

The only package that imports duckdb.
"""

from smup.store.confining import files_beside
from smup.store.draft import Draft, create
from smup.store.edition import FILE, Store
from smup.store.pair import Pair

__all__ = ["FILE", "Draft", "Pair", "Store", "create", "files_beside"]
