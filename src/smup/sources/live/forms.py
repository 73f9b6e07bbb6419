"""The form that an answer must have to be believed."""

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from smup.sources.live.passing import PassingError

Form = TypeVar("Form")


def shaped(form: TypeAdapter[Form], body: Any) -> Form:
    """Return a body in its form; raises ``PassingError`` naming the first place where it has another one."""
    try:
        return form.validate_python(body)
    except ValidationError as faults:
        where = ".".join(map(str, faults.errors()[0]["loc"])) or "the whole"
        raise PassingError(f"answered in another form than expected ({where})") from None
