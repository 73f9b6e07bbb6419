"""The questions that readers ask of an edition, one function each, answered with a DataFrame.

``areas`` asks who, ``catalogue`` asks what is measured, ``figures`` asks how much,
``places`` who stands where, ``metros`` how a metropolitan area and its members make each other up,
``editions`` where it comes from. Names come in the reader's language. Every docstring says the grain of its answer.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import pandas as pd

from smup.store import Store
from smup.text import language

P = ParamSpec("P")


def ask(store: Store, sql: str, **parameters: object) -> pd.DataFrame:
    """Answer ``sql`` with its ``$named`` parameters; ``$language`` is the reader's."""
    if "$language" in sql:
        parameters["language"] = language.get().value
    return store.query(sql, **parameters)


def remembered(
    question: Callable[Concatenate[Store, P], pd.DataFrame],
) -> Callable[Concatenate[Store, P], pd.DataFrame]:
    """Let an open edition remember what ``question``, which works on arrays, answers; the frame is the caller's."""

    @wraps(question)
    def asked(store: Store, /, *args: P.args, **named: P.kwargs) -> pd.DataFrame:
        about = f"{question.__module__}.{question.__qualname__}{language.get()}{args}{sorted(named.items())}"
        return store.remember(about, lambda: question(store, *args, **named)).copy(deep=False)

    return asked
