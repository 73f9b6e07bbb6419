"""What SMUP's server of our own can do wrong on command, beside what any server can."""

from collections.abc import Callable
from typing import Any

from serving import FAULTS_OF_ANY, Fault, Handler, changes, sends

SECOND_ID = 10_000_000  # added to a unit's id where it has another one
UNKNOWN_UNIT, UNKNOWN_FLAG = 999_999_999, 77
NO_DATA = {"komunikat": "Brak danych"}


def values_in(body: Any) -> list[dict[str, Any]]:
    """The rows of values in an answer, in a list or under "data"; none in any other answer."""
    rows = body.get("data", []) if isinstance(body, dict) else body
    return rows if rows and "wartosc" in rows[0] else []


def _rows(change: Callable[[list[dict[str, Any]]], Any]) -> Callable[[Handler, Any], bool]:
    """The right answer with its rows changed; an answer without rows of values stays right."""
    return changes(lambda body: change(rows) if (rows := values_in(body)) else None)


def _each(column: str, add: int) -> Callable[[Handler, Any], bool]:
    return _rows(lambda rows: [row.update({column: row[column] + add}) for row in rows])


def _first_page_again(handler: Handler, body: Any) -> bool:
    path, query = handler.asked
    handler.answer(*handler.served.reply(path, query | {"page": "1"}))
    return False


def _last_row_again(handler: Handler, body: Any) -> bool:
    path, query = handler.asked
    page = int(query.get("page", 1))
    if page > 1 and values_in(body):
        _status, before = handler.served.reply(path, query | {"page": str(page - 1)})
        values_in(body).insert(0, values_in(before)[-1])
    return True


def _rename(handler: Handler, body: Any) -> bool:
    rows = values_in(body) or (body if isinstance(body, list) else [])
    handler.served.renamed.update(row["id"] for row in rows if "id" in row)
    handler.answer(*handler.served.reply(*handler.asked))
    return False


FAULTS: dict[str, Fault] = FAULTS_OF_ANY | {
    "503": Fault("Closed, and no word of when to come back.", sends(503, b"")),
    "404": Fault("No data, although there is some.", sends(404, NO_DATA)),
    "not a list": Fault("200 with a message where a list is due.", sends(200, {"komunikat": "Trwa aktualizacja"})),
    "page repeats": Fault("The first page, whatever page is asked for, and past the last one too.", _first_page_again),
    "row twice": Fault("The first row once more at the end.", _rows(lambda rows: rows.append(dict(rows[0])))),
    "row twice with two values": Fault(
        "The first row once more at the end, with another value.",
        _rows(lambda rows: rows.append(rows[0] | {"wartosc": (rows[0]["wartosc"] or 0) + 1})),
    ),
    "row on two pages": Fault("From page 2 on, the last row of the page before comes first.", _last_row_again),
    "unit ids change": Fault(
        "All units of this answer have other ids than before; the dictionary has both, with the same TERYT digits.",
        _each("id-teryt", SECOND_ID),
    ),
    "another indicator": Fault("All rows carry the id of the next indicator.", _each("id", 1)),
    "another year": Fault("All rows carry the date of the year before.", _each("id-daty", -10_000)),
    "renamed indicator": Fault("From now on the indicators in this answer have another name.", _rename),
    "no value field": Fault("The first row has no value at all.", _rows(lambda rows: rows[0].pop("wartosc"))),
    "value is text": Fault(
        "The first value is a text, with a comma.", _rows(lambda rows: rows[0].update(wartosc="12,5"))
    ),
    "unknown unit": Fault(
        "One more row, of a unit that is not in the dictionary.",
        _rows(lambda rows: rows.append(rows[0] | {"id-teryt": UNKNOWN_UNIT})),
    ),
    "unknown flag": Fault(
        "The first row has a flag that is not in the dictionary.",
        _rows(lambda rows: rows[0].update({"id-flaga": UNKNOWN_FLAG})),
    ),
}
