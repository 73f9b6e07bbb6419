"""A process of its own for each measurement, so that each has its own peak of memory; none outlives the command."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from smup.model import SmupError


@dataclass
class Measured:
    """What came of one engine; ``absent`` says why it was left out."""

    name: str
    seconds: float = 0.0  # to build
    bytes: int = 0  # on disk
    memory: int = 0  # bytes at most, building and asking
    times: dict[str, list[float]] = field(default_factory=dict)  # milliseconds by question
    faults: list[str] = field(default_factory=list)  # answers that differ from the store's
    absent: str = ""


def apart(work: Callable[..., Measured], *words: Any) -> Measured:
    """Run ``work`` in a process of its own, which ends with this one; raises ``SmupError`` when it fails."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, work, *words), daemon=True)
    process.start()
    there.close()
    try:
        answer = here.recv()
    except EOFError as fault:
        raise SmupError("A process of the measurement ended before its time.") from fault
    finally:
        if process.is_alive():
            process.join(1)
            process.terminate()
            process.join()
    if isinstance(answer, Measured):
        return answer
    raise SmupError(f"{' '.join(map(str, words[:1]))} failed: {answer}.")


def _work(pipe: Connection, work: Callable[..., Measured], *words: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_outlive_nobody, daemon=True).start()
    try:
        pipe.send(work(*words))
    except Exception as fault:  # noqa: BLE001 - whatever an engine says goes to the parent as one sentence
        pipe.send(f"{type(fault).__name__}: {fault}".rstrip("."))


def _leave(*_signal: object) -> None:
    raise SystemExit(143)


def _outlive_nobody() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
