"""The lists of words in ``lexicon.toml``."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))


@cache
def in_order(name: str) -> tuple[str, ...]:
    """Return the list ``name`` in its order."""
    return tuple(_lists()[name].split())


@cache
def lexicon(name: str) -> frozenset[str]:
    """Return the list ``name`` as a set."""
    return frozenset(in_order(name))
