"""A small Local Data Bank of our own on 127.0.0.1: it speaks the paths needed, and misbehaves on command."""

from dataclasses import dataclass, field
from typing import Any

from serving import FAULTS_OF_ANY, Answer, Fault, Handler, Query, Server, changes, sends

Value = tuple[float | None, int]  # val, attrId


@dataclass
class Variable:
    """A variable: its card, and its values by unit id and year."""

    card: dict[str, Any]
    values: dict[int, dict[str, dict[int, Value]]] = field(default_factory=dict)  # level, unit id, year


def _first_page_again(handler: Handler, page: dict[str, Any]) -> bool:
    path, query = handler.asked
    _status, first = handler.served.reply(path, query | {"page": "0"})
    page.update(first)
    return True


FAULTS: dict[str, Fault] = FAULTS_OF_ANY | {
    "totalRecords too small": Fault(
        "One row more than announced.",
        changes(lambda page: page.update(totalRecords=page["totalRecords"] - 1)),
    ),
    "totalRecords too large": Fault(
        "More rows announced than there are.",
        changes(lambda page: page.update(totalRecords=page["totalRecords"] + 100)),
    ),
    "row doubled": Fault(
        "The first row again in place of the last.",
        changes(lambda page: page["results"].__setitem__(-1, page["results"][0])),
    ),
    "row dropped": Fault("The last row is not there.", changes(lambda page: page["results"].pop())),
    "unit id as a number": Fault(
        "A unit's id without its quotes.",
        changes(lambda page: page["results"][0].update(id=int(page["results"][0]["id"]))),
    ),
    "page repeats": Fault("The first page, whatever page is asked for.", _first_page_again),
    "error as 200": Fault("200 with errors in the body.", sends(200, {"errors": [{"errorResult": "x"}]})),
}


@dataclass
class BdlServer(Server):
    """Requests for a variable's data can fail, those for its card cannot."""

    variables: dict[str, Variable] = field(default_factory=dict)

    root = "/api/v1"
    known_faults = FAULTS

    def can_fail(self, path: str) -> bool:
        return path.startswith("/data/by-variable/") and path.rpartition("/")[2] in self.variables

    def reply(self, path: str, query: Query) -> Answer:
        folder, _slash, variable_id = path.rpartition("/")
        variable = self.variables.get(variable_id)
        if variable and folder == "/variables":
            return 200, variable.card
        if variable and folder == "/data/by-variable":
            return 200, _page(variable, query)
        return 404, {"errors": []}


def _page(variable: Variable, query: Query) -> dict[str, Any]:
    """One page in BDL's envelope."""
    number, size = int(query["page"]), int(query["page-size"])
    units = variable.values.get(int(query["unit-level"]), {})
    rows = [
        {
            "id": unit,
            "name": f"Unit {unit}",
            "values": [
                {"year": str(year), "val": values[year][0], "attrId": values[year][1]}
                for year in map(int, query["year"].split(","))
                if year in values
            ],
        }
        for unit, values in sorted(units.items())
    ]
    rows = [row for row in rows if row["values"]]
    last = max(0, (len(rows) - 1) // size)
    return {
        "totalRecords": len(rows), "page": number, "pageSize": size,
        "links": {"first": "…", "last": "…"} | ({"next": "…"} if number < last else {}),
        "variableId": variable.card["id"], "measureUnitId": 26, "aggregateId": 1,
        "lastUpdate": "2025-05-05T10:00:00+02:00", "results": rows[number * size : (number + 1) * size],
    }  # fmt: skip
