"""The scripts of the package in Spark's SQL: SQLGlot translates them, and six rules here say what it leaves over.

There is no second copy of the SQL: ``observation.sql``, ``weight.sql``, ``indicator.sql`` and the macros of
``schema.sql`` are read as DuckDB reads them.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from smup.model import SmupError

DIALECTS = {"read": "duckdb", "write": "spark"}


class Statement(NamedTuple):
    """One statement of a script: its ``query`` makes the temporary table ``name``, or rows for the table ``name``."""

    name: str
    query: str
    inserts: bool


def statements(script: str) -> list[Statement]:
    """Translate a script that makes temporary tables and inserts; raises ``SmupError`` for any other statement."""
    glot = sqlglot()
    return [_statement(one) for one in glot.parse(_text(script), dialect=DIALECTS["read"])]


def columns(table: str) -> dict[str, str]:
    """Return the columns of a table of ``schema.sql`` in order, with Spark's type of each; keys are texts there."""
    exp = sqlglot().exp
    (created,) = (one for one in _schema() if one.kind == "TABLE" and one.this.this.name == table)
    kinds = {column.name: column.args["kind"] for column in created.find_all(exp.ColumnDef)}
    return {
        name: "STRING" if kind.this == exp.DataType.Type.USERDEFINED else kind.sql("spark")
        for name, kind in kinds.items()
    }


def benchmark() -> str:
    """Return the query behind the view ``benchmark``: the macro ``placed`` of all groups, indicators and years."""
    exp = sqlglot().exp
    return _in_spark(_without_macros(_expanded("placed", gid=exp.null(), wanted=exp.true())))


def sqlglot() -> Any:
    """Import SQLGlot; raises ``SmupError`` where it is absent."""
    try:
        import sqlglot
    except ImportError as fault:
        raise SmupError("SQLGlot is not installed; add it with “pip install 'smup[spark]'”.") from fault
    return sqlglot


def _text(script: str) -> str:
    return files("smup").joinpath(script).read_text(encoding="utf-8")


@cache
def _schema() -> list[Any]:
    glot = sqlglot()
    # SQLGlot knows no type that is made of a table; here such a type is a text.
    tables = re.sub(r"(?m)^create type .*;$", "", _text("schema.sql"))
    parsed = glot.parse(tables, dialect=DIALECTS["read"])
    return [one for one in parsed if isinstance(one, glot.exp.Create)]


def _statement(parsed: Any) -> Statement:
    exp = sqlglot().exp
    inserts = isinstance(parsed, exp.Insert)
    if not inserts and not (isinstance(parsed, exp.Create) and parsed.kind == "TABLE" and parsed.expression):
        raise SmupError(f"Spark runs no such statement: {parsed.sql()[:60]} ….")
    query = parsed.expression
    query.set("order", None)  # the order of a table is that in which it is written
    return Statement(parsed.this.name, _in_spark(query), inserts)


def _in_spark(query: Any) -> str:
    for rule in (_sum_in_order, _first_of_the_largest, _texts_in_order, _quantiles, _doubles):
        query = query.transform(rule)
    return str(query.sql(DIALECTS["write"], comments=False))


def _macros() -> dict[str, Any]:
    return {one.this.this.name: one for one in _schema() if one.kind == "MACRO"}


def _expanded(macro: str, *arguments: Any, **named: Any) -> Any:
    """Return what a macro of ``schema.sql`` stands for with these arguments."""
    exp = sqlglot().exp
    found = _macros()[macro]
    given = dict(zip((one.name for one in found.this.expressions), arguments, strict=False)) | named

    def argument(node: Any) -> Any:
        if isinstance(node, exp.Column) and not node.table and node.name in given:
            return given[node.name].copy()
        return node

    return _without_empty_branches(found.expression.transform(argument))


def _without_macros(query: Any) -> Any:
    """Put in the place of every macro what it stands for, and of ``query_table(name)`` the table."""
    exp = sqlglot().exp

    def written_out(node: Any) -> Any:
        called = node.this if isinstance(node, exp.Table) else node
        if not isinstance(called, exp.Anonymous):
            return node
        if called.name == "query_table":
            return exp.to_table(called.expressions[0].name)
        if called.name not in _macros():
            return node
        found = _without_macros(_expanded(called.name, *called.expressions))
        return exp.Subquery(this=found, alias=node.args.get("alias")) if called is not node else exp.Paren(this=found)

    return query.transform(written_out)


def _without_empty_branches(query: Any) -> Any:
    """Leave out of a union what gives the members of the group null: it has no rows, as no group is called so."""
    exp = sqlglot().exp
    if not isinstance(query, exp.Union):
        return query
    left, right = (_without_empty_branches(side) for side in (query.left, query.right))
    if any(isinstance(one, exp.Null) for one in right.selects):
        return left
    return exp.union(left, right, distinct=query.args["distinct"])


def _ordered(node: Any, function: Any) -> tuple[Any, str] | None:
    """Return an aggregate function with an order inside and its ``filter (where …)``; none, if ``node`` is no such."""
    exp = sqlglot().exp
    inner = node.this if isinstance(node, exp.Filter) else node
    if not isinstance(inner, function) or not inner.find(exp.Order) or isinstance(node.parent, exp.Filter):
        return None
    return inner, node.expression.this.sql("spark") if node is not inner else "true"


def _sum_in_order(node: Any) -> Any:
    """``sum(x order by y)``: Spark adds in its own order, so they are collected, sorted and added one by one."""
    glot = sqlglot()
    found = _ordered(node, glot.exp.Sum)
    if found is None:
        return node
    function, condition = found
    order = function.this
    part = order.this.sql("spark")
    keys = "".join(f"'y{place}', {one.this.sql('spark')}, " for place, one in enumerate(order.expressions))
    return glot.parse_one(
        f"aggregate(sort_array(collect_list(named_struct({keys}'x', {part}))"
        f" filter (where ({part}) is not null and ({condition}))),"
        " cast(null as double), (total, one) -> coalesce(total, 0D) + one.x)",
        dialect="spark",
    )


def _first_of_the_largest(node: Any) -> Any:
    """``arg_max(x, y order by z)``: of several largest y the first by z, which ``max_by`` does not promise."""
    glot = sqlglot()
    found = _ordered(node, glot.exp.ArgMax)
    if found is None:
        return node
    function, condition = found
    order = function.find(glot.exp.Order)
    value, size = function.this.sql("spark"), order.this.sql("spark")
    keys = ", ".join(one.this.sql("spark") for one in order.expressions)
    return glot.parse_one(
        f"min_by({value}, struct(-({size}), {keys})) filter (where ({size}) is not null and ({condition}))",
        dialect="spark",
    )


def _texts_in_order(node: Any) -> Any:
    """``string_agg(distinct x, ' ' order by x)``: two ``listagg`` so ordered in one query are a fault in Spark 4."""
    glot = sqlglot()
    if not isinstance(node, glot.exp.GroupConcat):
        return node
    text = node.find(glot.exp.Distinct).expressions[0].sql("spark")
    return glot.parse_one(
        f"array_join(array_sort(collect_set({text})), {node.args['separator'].sql('spark')})", dialect="spark"
    )


def _quantiles(node: Any) -> Any:
    """``quantile_cont(x, […])`` is what Spark calls ``percentile``."""
    exp = sqlglot().exp
    if not isinstance(node, exp.PercentileCont):
        return node
    return exp.Anonymous(this="percentile", expressions=[node.this, node.expression])


def _doubles(node: Any) -> Any:
    """A number with a point is a double; Spark would divide decimals, with six digits after the point."""
    exp = sqlglot().exp
    if not isinstance(node, exp.Literal) or node.is_string or node.is_int or isinstance(node.parent, exp.Cast):
        return node
    return exp.Cast(this=node.copy(), to=exp.DataType.build("double"))
