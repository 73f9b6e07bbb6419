"""A session of Apache Spark: started where it can be, otherwise one sentence says what is missing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from smup.model import SmupError

MEMORY = "4g"
_SETTINGS = {
    "spark.sql.ansi.enabled": "false",  # what is divided by zero is null, where the SQL does not say otherwise
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def settings(conf: list[str], memory: str) -> dict[str, str]:
    """Return all settings of a session; ``conf`` are those of the user, NAME=VALUE, which go before ours.

    Raises ``SmupError`` for one without a value.
    """
    found = _SETTINGS | {"spark.driver.memory": memory}
    for one in conf:
        key, equals, value = one.partition("=")
        if not equals or not key.startswith("spark."):
            raise SmupError("A setting of Spark is written spark.NAME=VALUE.")
        found[key] = value
    return found


@contextmanager
def session(master: str, conf: list[str], memory: str = MEMORY) -> Iterator[Any]:
    """Start Spark on ``master``, such as ``local[2]`` or ``spark://host:7077``, and stop it again.

    Raises ``SmupError`` where PySpark or Java are absent, or Spark does not start.
    """
    chosen = settings(conf, memory)
    builder = _builder()
    _require_java()
    for key, value in chosen.items():
        builder = builder.config(key, value)
    try:
        spark = builder.master(master).appName("smup").getOrCreate()
    except Exception as fault:
        raise SmupError(f"Spark does not start: {_first_line(fault)}") from fault
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


@contextmanager
def faults_in_a_sentence() -> Iterator[None]:
    """Turn what Spark says of a failed job into one sentence."""
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as fault:
        raise SmupError(f"Spark failed: {_first_line(fault)}") from fault
    except Exception as fault:
        if type(fault).__module__.startswith("py4j"):
            raise SmupError(f"Spark failed: {_first_line(getattr(fault, 'java_exception', fault))}") from fault
        raise


def _builder() -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as fault:
        raise SmupError("PySpark is not installed; add it with “pip install 'smup[spark]'”.") from fault
    return SparkSession.builder


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and (Path(home) / "bin" / "java").exists())):
        raise SmupError("Java is not installed; Spark needs Java 17 or later.")


def _first_line(fault: Any) -> str:
    """What is said first, by Python or, of an exception of Java, by itself."""
    fault = fault.toString() if hasattr(fault, "toString") else fault
    return (str(fault).strip() or type(fault).__name__).splitlines()[0].rstrip(".") + "."
