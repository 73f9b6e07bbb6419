"""The sentence for a file that cannot be written, and what to do about it."""

import errno
import os

from smup.model.codes import SmupError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def unwritten(place: object, fault: OSError | ValueError) -> SmupError:
    """Return what to raise when ``place`` cannot be written."""
    reason = str(getattr(fault, "strerror", None) or fault)
    return SmupError(f"{place} cannot be written: {reason}{remedy(reason)}.")


def remedy(reason: str) -> str:
    """Return what to do where the system's words say that a disk is full; nothing where they do not."""
    full = any(os.strerror(number) in reason for number in _FULL) or "disk is full" in reason
    return "; free some space there and run the same command again" if full else ""
