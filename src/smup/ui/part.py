"""Parts of a page that Streamlit may run alone: a choice within one leaves the rest of the page as it stands."""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta
from functools import wraps
from typing import ParamSpec

import streamlit as st

from smup.model import DamagedError, Language, SmupError
from smup.text import _, language
from smup.ui import runs

P = ParamSpec("P")
_LOG = logging.getLogger("smup")
_within: ContextVar[bool] = ContextVar("within", default=False)  # a part


def part(draw: Callable[P, None]) -> Callable[P, None]:
    """Make a part of what ``draw`` draws; a choice in it may be of nothing that stands outside."""

    @st.fragment
    @wraps(draw)
    def alone(spoken: Language, page: str, args: tuple[object, ...], named: dict[str, object]) -> None:
        language.set(spoken)  # the frame around the page has not run before this
        before = _within.set(True)
        try:
            with runs.measured(f"{page}.{draw.__name__.lstrip('_')}"):
                draw(*args, **named)  # type: ignore[arg-type]
        except SmupError as fault:
            say(fault)
        finally:
            _within.reset(before)

    @wraps(draw)
    def drawn(*args: P.args, **named: P.kwargs) -> None:
        alone(language.get(), runs.page(), args, named)

    return drawn


def folded(key: str, label: str, icon: str, content: Callable[[], object]) -> None:
    """Offer what ``content`` draws under ``label``: it is made and sent when a reader opens it.

    On a page it is a part. Within one it belongs to that: it is seldom opened, but drawn with every choice.
    """
    (_folded if _within.get() else _part_of_its_own)(key, label, icon, content)


def _folded(key: str, label: str, icon: str, content: Callable[[], object]) -> None:
    fold = st.expander(label, key=f"folded-{key}", icon=f":material/{icon}:", on_change="rerun")
    if fold.open:
        with fold:
            content()


_part_of_its_own = part(_folded)


@st.fragment(run_every=timedelta(days=1))
def found_again() -> None:
    """Draw nothing: with it, a browser that lost its server and finds one again asks for the whole page at once.

    A server passes over choices in parts of a page that it has not drawn itself. Browsers ask anew only for pages that
    have a part which runs by itself now and then (streamlit/streamlit#11660).
    """


def say(fault: SmupError) -> None:
    """Say in one sentence why nothing is shown; where the server keeps its files is nothing for readers."""
    if isinstance(fault, DamagedError):
        _LOG.error("%s", fault)
        st.error(_("The edition of the data that is served here is damaged and cannot be shown. Whoever runs this "
                   "site: “smup build” repairs it."))  # fmt: skip
        return
    st.error(_("The data cannot be shown: {fault}").format(fault=fault))
