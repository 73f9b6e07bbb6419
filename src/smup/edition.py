"""What makes an edition: the inputs below ``data/`` and the code that defines a store."""

import hashlib
import os
from importlib.resources import files
from pathlib import Path

from smup import __version__
from smup.documents.record_file import record_inputs
from smup.model import SmupError
from smup.sources.boundaries import FILE as BOUNDARIES
from smup.sources.submission.keeping import kept_files
from smup.sources.tables import TABLES


def data_folder() -> Path:
    """Return the folder of inputs and store: ``SMUP_DATA``, or ``data/`` of this checkout."""
    return Path(os.environ.get("SMUP_DATA") or Path(__file__).parents[2] / "data")


def edition_id(data: Path) -> str:
    """Return the identifier that the inputs below ``data`` and the defining code would give an edition now."""
    return hashlib.sha256(f"{code_version()} {input_sha256(data)}".encode()).hexdigest()[:12]


def code_version() -> str:
    """Version of the program with a hash of the code that decides what a store contains."""
    package = files("smup")
    defining = ["schema.sql", "marts.sql", "build.py", "text/names.py", "sources/tables.py", "methods/formula.py",
                "documents/record_file.py", "sources/boundaries.py", "similar.py", "methods/peers.py",
                "documents/records.py", "documents/evidence.py", "sources/submission/keeping.py"]  # fmt: skip
    digest = hashlib.sha256(b"".join(package.joinpath(name).read_bytes() for name in defining)).hexdigest()
    return f"{__version__}+{digest[:8]}"


def input_sha256(data: Path) -> str:
    """Hash the names and contents of all input files; raises ``SmupError`` naming one that cannot be read."""
    tables = [data / f"{table.name}.csv" for table in TABLES]
    digest = hashlib.sha256()
    observations = sorted((data / "observation").glob("*.parquet"))
    for path in [*tables, *observations, data / BOUNDARIES, *record_inputs(data), *kept_files(data)]:
        try:
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        except FileNotFoundError as fault:
            raise SmupError(f"{path} is missing; restore it from the project's repository.") from fault
        except OSError as fault:
            raise SmupError(f"{path} cannot be read: {fault.strerror}.") from fault
    return digest.hexdigest()
