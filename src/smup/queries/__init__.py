"""The questions that readers ask of an edition, one function each, answered with a DataFrame.

``areas`` asks who, ``catalogue`` asks what is measured, ``figures`` asks how much,
``places`` who stands where, ``metros`` how a metropolitan area and its members make each other up,
``editions`` where it comes from. Names come in the reader's language. Every docstring says the grain of its answer.
"""

import pandas as pd

from smup.store import Store
from smup.text import language


def ask(store: Store, sql: str, **parameters: object) -> pd.DataFrame:
    """Answer ``sql`` with its ``$named`` parameters; ``$language`` is the reader's."""
    if "$language" in sql:
        parameters["language"] = language.get().value
    return store.query(sql, **parameters)
