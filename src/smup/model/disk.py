"""The sentence for a file that cannot be written, and what to do about it."""

import errno
import os

from smup.model.codes import SmupError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL_OF_SQLITE = ("disk is full", "disk I/O error")


def unwritten(place: object, fault: OSError | ValueError) -> SmupError:
    """Return what to raise when ``place`` cannot be written."""
    reason = str(getattr(fault, "strerror", None) or fault)
    return SmupError(f"{place} cannot be written: {reason}{remedy(reason)}.")


def remedy(reason: str) -> str:
    """Return what to do where the system's words say that a disk is full; nothing where they do not."""
    full = any(words in reason for words in (*map(os.strerror, _FULL), *_FULL_OF_SQLITE))
    return "; free some space there and run the same command again" if full else ""
