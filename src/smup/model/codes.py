"""Code lists of the field (SDMX, TERYT, SMUP) and the two kinds of error."""

from enum import StrEnum


class SmupError(Exception):
    """A fault the reader can act on; ``str()`` is the one sentence to show."""


class DamagedError(SmupError):
    """An edition that is not there, is damaged, or is none."""


class UnknownIdError(SmupError):
    """An identifier that the store does not know, asked for by a person."""


class Language(StrEnum):
    """Languages of the interface."""

    POLISH = "pl"
    ENGLISH = "en"


class Level(StrEnum):
    """Tier of territorial division."""

    GMINA = "gmina"
    POWIAT = "powiat"
    VOIVODESHIP = "voivodeship"
    METRO = "metro"
    COUNTRY = "country"


class Kind(StrEnum):
    """Legal or statistical kind of an area; areas are compared within a kind."""

    CITY_WITH_POWIAT_RIGHTS = "city_with_powiat_rights"
    URBAN = "urban"
    URBAN_RURAL = "urban_rural"
    RURAL = "rural"
    LAND_POWIAT = "land_powiat"
    METROPOLITAN_AREA = "metropolitan_area"
    FUNCTIONAL_URBAN_AREA = "functional_urban_area"
    VOIVODESHIP = "voivodeship"
    COUNTRY = "country"


class Dimension(StrEnum):
    """SMUP's dimensions of a service, and the context that explains them."""

    QUANTITY = "quantity"
    QUALITY = "quality"
    COST = "cost"
    CONTEXT = "context"


class Polarity(StrEnum):
    """Which way is better: stymulanta, destymulanta, nominanta, or no judgement."""

    HIGHER = "higher"
    LOWER = "lower"
    TARGET = "target"
    NONE = "none"


class Aggregation(StrEnum):
    """How the members of a larger area make up its value; never a mean of ratios."""

    SUM = "sum"
    RATIO = "ratio"
    MEAN = "mean"
    HARMONIC = "harmonic"
    NONE = "none"


class Comparability(StrEnum):
    """Which areas of one level may be set side by side."""

    ANY = "any"
    SAME_TASKS = "same_tasks"


class OverTime(StrEnum):
    """What may be compared between years: the values, or only the position among others."""

    VALUES = "values"
    POSITIONS = "positions"


class CostScope(StrEnum):
    """What a cost contains (A full system … D price to the user)."""

    FULL = "A"
    DIRECT = "B"
    SUBSIDY = "C"
    PRICE = "D"


class Status(StrEnum):
    """Observation status, after the SDMX code list CL_OBS_STATUS."""

    NORMAL = "A"
    BREAK = "B"
    DIFFERS = "D"
    ESTIMATED = "E"
    NOT_COLLECTED = "L"
    NOT_APPLICABLE = "M"
    NOT_SIGNIFICANT = "N"
    MISSING = "O"
    PROVISIONAL = "P"
    SUPPRESSED = "Q"
    LOW_RELIABILITY = "U"
    UNVALIDATED = "V"


class Light(StrEnum):
    """Whether a value may be set beside others: yes, with a reservation, or not at all."""

    GREEN = "green"
    AMBER = "amber"
    GREY = "grey"


class Confidence(StrEnum):
    """How far a member list can be trusted."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class DateBasis(StrEnum):
    """How the date of an event is known: the text gives it whole, it follows from elsewhere, or it is not known."""

    STATED = "stated"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Mode(StrEnum):
    """How people take part in an event."""

    ON_SITE = "on_site"
    ONLINE = "online"
    HYBRID = "hybrid"


class Review(StrEnum):
    """Whether a person has checked a record, or the program only proposed it."""

    REVIEWED = "reviewed"
    CANDIDATE = "candidate"


class InitiativeStatus(StrEnum):
    """State of an initiative when its document was written."""

    PLANNED = "planned"
    IN_PREPARATION = "in_preparation"
    RUNNING = "running"
    COMPLETED = "completed"
