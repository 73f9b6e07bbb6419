"""The interface's two languages: messages are English in the code and translated by ``locale/pl.po`` (gettext).

The language of a run is a context variable, so that sessions served by one process do not change each other's.
"""

import gettext
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from smup.model import Language

language: ContextVar[Language] = ContextVar("language", default=Language.POLISH)


@cache
def _polish() -> gettext.NullTranslations:
    with files("smup").joinpath("locale/pl.po").open("rb") as messages:
        compiled = BytesIO()
        write_mo(compiled, read_po(messages, locale="pl"))
    return gettext.GNUTranslations(BytesIO(compiled.getvalue()))


def translations() -> gettext.NullTranslations:
    """Return the messages of the reader's language."""
    return _polish() if language.get() is Language.POLISH else gettext.NullTranslations()


def _(message: str) -> str:
    """Say ``message`` in the reader's language."""
    return translations().gettext(message)
