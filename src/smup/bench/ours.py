"""The store itself, asked through ``smup.queries`` as pages ask it, without remembering an answer."""

from pathlib import Path

import pandas as pd

from smup.bench.questions import QUESTIONS, Draw
from smup.store import Store


class Smup:
    """An edition; it is built before, in a process of its own."""

    def __init__(self, edition: Path, remembered: int = 0) -> None:
        """Open the edition with a memory of so many bytes."""
        self._store = Store(edition, remembered=remembered)
        self._ask = {question.name: question.ask for question in QUESTIONS}

    def build(self, tables: Path, folder: Path) -> Path:
        """Nothing is left to build."""
        return self._store.path

    def ask(self, question: str, draw: Draw) -> pd.DataFrame:
        """Answer with all that the dashboard shows: lights, reasons and notes beside the figures."""
        return self._ask[question](self._store, draw)

    def close(self) -> None:
        """Close the edition."""
        self._store.close()
