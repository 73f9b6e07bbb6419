"""The form of the Local Data Bank's answers: cards of variables, and pages of numbers by unit and year."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Value(BaseModel):
    """A number of a unit in a year; ``val`` is 0 when it is missing, so it means nothing without ``attrId``."""

    model_config = ConfigDict(strict=True)
    year: Annotated[str, Field(pattern=r"^\d{4}$")]
    val: Annotated[float | None, Field(allow_inf_nan=False)] = None
    attrId: int  # noqa: N815 - BDL's name


class UnitValues(BaseModel):
    """A unit and its numbers; the twelve digits are text, for they begin with zeros."""

    model_config = ConfigDict(strict=True)
    id: Annotated[str, Field(pattern=r"^\d{12}$")]
    values: list[Value]


class Page(BaseModel):
    """One page of a series."""

    model_config = ConfigDict(strict=True)
    totalRecords: Annotated[int, Field(ge=0)]  # noqa: N815
    page: int
    lastUpdate: str | None = None  # noqa: N815
    results: list[UnitValues]


class Card(BaseModel):
    """What BDL says of a variable; ``level`` is the lowest for which it is published."""

    model_config = ConfigDict(strict=True)
    id: int
    subjectId: str  # noqa: N815
    n1: str
    n2: str | None = None
    n3: str | None = None
    n4: str | None = None
    n5: str | None = None
    level: int
    measureUnitName: str  # noqa: N815
    years: list[int]

    @property
    def name(self) -> str:
        """The parts of its name in one line."""
        return "; ".join(part.strip() for part in (self.n1, self.n2, self.n3, self.n4, self.n5) if part)


PAGE, CARD = TypeAdapter(Page), TypeAdapter(Card)
