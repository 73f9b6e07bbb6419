"""The form of SMUP's answers; the names in them are SMUP's."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from smup.sources.live.forms import shaped
from smup.sources.live.passing import PassingError

Row = TypeVar("Row")
# Parts that a unit has no need of are absent or empty.
Code = Annotated[Annotated[str, Field(pattern=r"^\d+$")] | None, BeforeValidator(lambda code: code or None)]


class Theme(BaseModel):
    """An area of services (obszar)."""

    number: int = Field(alias="id-ou")
    name: str = Field(alias="nazwa-obszaru", min_length=1)


class Service(BaseModel):
    """A public service (usługa)."""

    number: int = Field(alias="id-up")
    name: str = Field(alias="nazwa-uslugi", min_length=1)


class Indicator(BaseModel):
    """An indicator (wskaźnik) and its dimension, in SMUP's word."""

    number: int = Field(alias="id")
    name: str = Field(alias="nazwa-wskaznika", min_length=1)
    dimension: str | None = Field(alias="wymiar-opisu-uslugi", default=None)


class Day(BaseModel):
    """A date for which there may be data, as YYYYMMDD."""

    number: int = Field(alias="id-daty")


class Unit(BaseModel):
    """A territorial unit and the parts of its TERYT code."""

    number: int = Field(alias="id-teryt")
    voivodeship: Code = Field(alias="woj", default=None)
    powiat: Code = Field(alias="pow", default=None)
    gmina: Code = Field(alias="gmn", default=None)
    kind: Code = Field(alias="rodz", default=None)
    kind_name: str | None = Field(alias="nazwa-dod", default=None)


class Value(BaseModel):
    """A number of a unit on a day; what it is, its flag says."""

    model_config = ConfigDict(strict=True)
    indicator: int = Field(alias="id")
    day: int = Field(alias="id-daty")
    unit: int = Field(alias="id-teryt")
    flag: int | None = Field(alias="id-flaga")
    value: Annotated[float | None, Field(allow_inf_nan=False)] = Field(alias="wartosc")
    decimals: int | None = Field(alias="precyzja", default=None)


_ROWS = TypeAdapter(list[dict[str, Any]])


def rows(form: TypeAdapter[list[Row]], body: Any) -> list[Row]:
    """Return the rows of an answer, a list or one under ``data``; raises ``PassingError`` in another form."""
    return shaped(form, body["data"] if isinstance(body, dict) and "data" in body else body)


def flags(body: Any) -> dict[int, str]:
    """Return what the dictionary of flags says of each, by its number: all its words, whatever they are called."""
    found = {}
    for row in rows(_ROWS, body):
        number = next((value for name, value in row.items() if name.startswith("id")), None)
        words = [value for value in row.values() if isinstance(value, str) and len(value) > 3]
        if not isinstance(number, int) or not words:
            raise PassingError("answered with a flag without number or words")
        found[number] = " ".join(words)
    return found


def card(body: Any) -> tuple[str | None, str]:
    """Return the unit of measure and the text of a card (flashcard), its other words in their order."""
    texts = rows(_ROWS, body if isinstance(body, list) else [body])
    words = {name: value.strip() for text in texts for name, value in text.items() if isinstance(value, str)}
    unit = next((value for name, value in words.items() if "jednostk" in name), None)
    about = [value for name, value in words.items() if value and not name.startswith(("id", "nazwa", "jednostk"))]
    return unit or None, " ".join(sentence.rstrip(".") + "." for sentence in about)
