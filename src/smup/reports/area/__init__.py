"""A report on one area: what each service has, how good it is and costs, as a file for a council or the public.

``asking`` makes the ``content`` out of the store's answers, ``drawing`` a chart of it; a module for each form of file
writes it.
"""

from collections.abc import Callable

from smup.reports.area.asking import report
from smup.reports.area.content import Choice, Report, address
from smup.reports.area.paper import pdf
from smup.reports.area.sheets import xlsx
from smup.reports.area.web import page, part
from smup.reports.area.word import docx_file
from smup.text import language

FORMATS: dict[str, Callable[[Report], bytes]] = {"docx": docx_file, "pdf": pdf, "xlsx": xlsx, "html": page}


def write(made: Report, form: str) -> bytes:
    """Write a report as one of ``FORMATS``, in its own language."""
    before = language.set(made.language)
    try:
        return FORMATS[form](made)
    finally:
        language.reset(before)


__all__ = ["FORMATS", "Choice", "Report", "address", "part", "report", "write"]
