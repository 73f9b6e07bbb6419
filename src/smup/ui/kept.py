"""What a page makes of an edition is made once: whoever asks the same of it in the same language is shown the same."""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
import streamlit as st
from cachetools import LRUCache

from smup.store import Store
from smup.text import language

P = ParamSpec("P")
R = TypeVar("R")

_DRAWN = "128MB"  # of messages that draw what has been drawn before
_REMEMBERED = 128_000_000  # bytes of values and of what they were asked by


def _size(one: object) -> int:
    """Bytes that ``one`` takes with all that is in it; what several share counts for each."""
    if isinstance(one, pd.DataFrame):
        return int(one.memory_usage(deep=True).sum())
    inside = [*one, *one.values()] if isinstance(one, dict) else one if isinstance(one, list | tuple) else ()
    return sys.getsizeof(one) + sum(map(_size, inside))


# Each with its key, as readers may ask for ever other areas of which there is little to say.
_values: "LRUCache[tuple[object, ...], tuple[object, Any]]" = LRUCache(_REMEMBERED, getsizeof=_size)
_remembering = Lock()


def value(work: Callable[Concatenate[Store, P], R]) -> Callable[Concatenate[Store, P], R]:
    """Remember what ``work`` returns for an edition, a language and hashable arguments; nobody may change it."""

    @wraps(work)
    def remembered(store: Store, /, *args: P.args, **named: P.kwargs) -> R:
        key = (work, store.path, language.get(), args, *named.items())
        with _remembering:
            if key in _values:
                found: R = _values[key][1]
                return found
        made = work(store, *args, **named)
        with _remembering, suppress(ValueError):  # one larger than all that may be remembered
            _values[key] = key, made
        return made

    return remembered


def drawing(draw: Callable[Concatenate[Store, P], None]) -> Callable[Concatenate[Store, P], None]:
    """Draw again what ``draw`` drew for an edition, a language and the same arguments, without running it.

    It may hold no widget and nothing that depends on the address or on the session.
    """

    @wraps(draw)
    def drawn(store: Store, /, *args: P.args, **named: P.kwargs) -> None:
        asked = (draw.__module__, draw.__qualname__, str(store.path), language.get().value, args, *named.items())
        _drawn(repr(asked), lambda: draw(store, *args, **named))

    return drawn


@st.cache_data(max_size=_DRAWN, show_spinner=False)
def _drawn(asked: str, _draw: Callable[[], None]) -> None:
    """Let Streamlit keep the messages that ``_draw`` sends; one text tells them apart, as that is read fastest."""
    _draw()
