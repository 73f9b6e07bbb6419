"""Names as SMUP writes them: two that say the same, and the one that says whether it speaks of gminas or of cities."""

import re

_CITIES = r"(?:miast\w*|miaście) na prawach powiatu"
_GMINAS = r"gmin(?:a|y|ie|ę|ą|om|ami|ach)?"
_WITHOUT_CITIES = re.compile(rf"\(?\b(?:bez|poza|oprócz|z wyłączeniem) {_CITIES}\)?")
_BOTH = re.compile(rf"\b{_GMINAS} (?:i|oraz|lub) {_CITIES}|\b{_CITIES} (?:i|oraz|lub) {_GMINAS}\b")
_CITY = re.compile(rf"\b{_CITIES}\b")
_WHOSE = re.compile(rf"\b(?:(?:w|we|dla|przez) )?(?:budże\w* )?(?:{_CITIES}|{_GMINAS})\b")


def plain(name: str) -> str:
    """Return a name without capitals, punctuation and spare spaces."""
    return " ".join(re.findall(r"[\w%]+", name.casefold()))


def speaks_of_cities(name: str) -> bool:
    """Tell whether a name speaks of cities with powiat rights alone."""
    said = _WITHOUT_CITIES.sub(" ", name.casefold())
    return bool(_CITY.search(said)) and not _BOTH.search(said)


def without_whose(name: str) -> str:
    """Return a plain name without the words that say whether it speaks of gminas or of cities with powiat rights."""
    return plain(_WHOSE.sub(" ", _WITHOUT_CITIES.sub(" ", name.casefold())))
