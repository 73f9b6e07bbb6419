"""What sentences share: how they end and whom they name."""

import pandas as pd

from smup.text import _, listed, number_text

NAMED = 9  # from this many areas on, a reservation counts them instead of naming them


def whom(rows: pd.DataFrame, everyone: pd.DataFrame) -> str:
    """Name the areas of ``rows``: all, each by name, or how many of ``everyone`` there are."""
    if len(rows) == len(everyone):
        return _("all")
    return listed(rows["label"].tolist()) if len(rows) < NAMED else number_text(len(rows))


def begun(sentence: str) -> str:
    """Begin a sentence with a capital letter, where it begins with a name like "powiat krakowski"."""
    return sentence[:1].upper() + sentence[1:]


def ended(sentence: str) -> str:
    """End a sentence with one full stop, also after an abbreviated unit."""
    return sentence.rstrip(".") + "."


def within(name: str) -> str:
    """Write a name within a sentence; a word in capitals keeps them."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
