"""Data that a reader brings: a file in one form, read row by row, each fault named, the good rows kept."""

from smup.sources.submission.checking import check
from smup.sources.submission.findings import Known, Submission
from smup.sources.submission.reading import read_cells
from smup.sources.submission.template import template_csv, template_xlsx

__all__ = ["Known", "Submission", "check", "read_cells", "template_csv", "template_xlsx"]
