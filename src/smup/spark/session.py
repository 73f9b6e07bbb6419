"""A session of Apache Spark: started where it can be, otherwise one sentence says what is missing."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from smup.model import SmupError

MEMORY = "4g"
# What PySpark of this extra brings and what Spark says of an address of object storage without it.
STORAGE = "org.apache.hadoop:hadoop-aws:3.5.0"
_SETTINGS = {
    "spark.sql.ansi.enabled": "false",  # what is divided by zero is null, where the SQL does not say otherwise
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
# Where object storage is and who asks it: names of the environment, as other programs read them.
_S3 = {
    "AWS_ENDPOINT_URL_S3": "spark.hadoop.fs.s3a.endpoint",
    "AWS_REGION": "spark.hadoop.fs.s3a.endpoint.region",
    "SMUP_S3_PATH_STYLE": "spark.hadoop.fs.s3a.path.style.access",
}
# Hadoop reads the keys from the environment by itself: they stand in no setting, which Spark would show and log.
_CREDENTIALS = "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider"


def settings(conf: list[str], memory: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Return all settings of a session; ``conf`` are those of the user, KEY=VALUE, which go before ours.

    Raises ``SmupError`` for one without a value and for a secret, which belongs into the environment.
    """
    found = _SETTINGS | {"spark.driver.memory": memory}
    found |= {setting: environment[name] for name, setting in _S3.items() if environment.get(name)}
    found["spark.hadoop.fs.s3a.aws.credentials.provider"] = _CREDENTIALS
    for one in conf:
        key, equals, value = one.partition("=")
        if not equals or not key.startswith("spark."):
            raise SmupError("A setting of Spark is written spark.NAME=VALUE.")
        if key.endswith((".secret.key", ".access.key", ".session.token")):
            raise SmupError(f"{key} is a secret; put it into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead.")
        found[key] = value
    return found


@contextmanager
def session(master: str, conf: list[str], memory: str = MEMORY) -> Iterator[Any]:
    """Start Spark on ``master``, such as ``local[2]`` or ``spark://host:7077``, and stop it again.

    Raises ``SmupError`` where PySpark or Java are absent, or Spark does not start.
    """
    chosen = settings(conf, memory, os.environ)
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
        said = _first_line(fault)
        if "s3a" in said.lower() and "ClassNotFoundException" in said:
            said = f"the driver of object storage is absent; add --conf spark.jars.packages={STORAGE}."
        raise SmupError(f"Spark failed: {said}") from fault
    except Exception as fault:
        if type(fault).__module__.startswith("py4j"):
            said = _first_line(getattr(fault, "java_exception", fault))
            if "S3AFileSystem" in str(fault):
                said = f"the driver of object storage is absent; add --conf spark.jars.packages={STORAGE}."
            raise SmupError(f"Spark failed: {said}") from fault
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
