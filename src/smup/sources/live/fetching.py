"""One request and its whole answer, within a time and a size: a service that drips or never ends is given up."""

import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import httpx

from smup.model import SmupError
from smup.sources.live.passing import PassingError

MOST_BYTES = 50_000_000  # a hundred times the largest answer of the services here


class Response(NamedTuple):
    """An answer as it came."""

    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def sent(self) -> float | None:
        """What the provider's clock said, by which its dates are meant, in seconds since the epoch."""
        try:
            return timestamp(self.headers.get("Date", ""))
        except (ValueError, OverflowError):
            return None


def timestamp(header: str) -> float:
    """Read a date of a header; raises ``ValueError`` or ``OverflowError``."""
    at = parsedate_to_datetime(header)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def fetch(http: httpx.Client, url: str, headers: dict[str, str], seconds: float) -> Response:
    """Send one request and read the answer; raises ``PassingError`` when it is not whole after so many seconds."""
    end, content = time.monotonic() + seconds, bytearray()
    try:
        with http.stream("GET", url, headers=headers) as answer:
            for piece in answer.iter_bytes():
                content += piece
                if time.monotonic() > end:
                    raise PassingError("gave no whole answer in time")
                if len(content) > MOST_BYTES:
                    raise PassingError(f"answered with more than {MOST_BYTES // 10**6} MB")
            return Response(answer.status_code, answer.headers, bytes(content))
    except httpx.TimeoutException:
        raise PassingError("gave no answer in time") from None
    except httpx.InvalidURL:
        raise SmupError(f"“{url}” is not an address of a service.") from None
    except httpx.HTTPError:
        raise PassingError("could not be reached or broke off") from None
