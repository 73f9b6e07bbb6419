"""The formula of an indicator: a weighted sum of variables, or one sum divided by another.

Grammar: ``[number *] SUM [/ SUM]``; a SUM is one variable or several joined by ``+`` and ``-``, each
with an optional number before it (``2 * a - b``). A variable may be pinned to one year with ``@YYYY``.
Keeping to sums lets every indicator be computed, and aggregated over areas, by the same few lines
of SQL: an area's value is scale · numerator / denominator, a group's is made of the members' parts.
"""

import ast
import math
import re
from dataclasses import asdict, dataclass

import pandas as pd

from smup.model import SmupError

_PINNED = re.compile(r"\b([a-z]\w*)@(\d{4})\b")
_PIN_MARK = "__at__"


@dataclass(frozen=True)
class Term:
    """``coefficient`` times one variable, of the same year or of ``pinned_period``."""

    variable_id: str
    coefficient: float
    pinned_period: int | None


@dataclass(frozen=True)
class Formula:
    """``scale`` · Σ ``numerator`` / Σ ``denominator`` (1 when the denominator is empty)."""

    scale: float
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]


def parse_formula(text: str) -> Formula:
    """Read a formula such as ``1000 * culture_event_participants / population``.

    Raises ``SmupError`` naming the part that the grammar does not allow.
    """
    text = " ".join(text.split())
    try:
        return _parsed(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        raise SmupError(f"the formula “{text}” cannot be read") from fault


def _parsed(text: str) -> Formula:
    tree = ast.parse(_PINNED.sub(rf"\1{_PIN_MARK}\2", text), mode="eval").body
    denominator: tuple[Term, ...] = ()
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Div):
        denominator = tuple(_sum(tree.right, 1.0, text))
        tree = tree.left
    scale = 1.0
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Mult) and isinstance(tree.left, ast.Constant):
        scale, tree = _number(tree.left, text), tree.right
    formula = Formula(scale, tuple(_sum(tree, 1.0, text)), denominator)
    if all(term.pinned_period for term in formula.numerator + formula.denominator):
        raise SmupError(f"the formula “{text}” needs a variable that is not pinned to one year")
    return formula


def _sum(node: ast.expr, sign: float, text: str) -> list[Term]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        right_sign = sign if isinstance(node.op, ast.Add) else -sign
        return _sum(node.left, sign, text) + _sum(node.right, right_sign, text)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and isinstance(node.left, ast.Constant):
        factor = sign * _number(node.left, text)
        _refuse_useless(factor, text)
        return _sum(node.right, factor, text)
    if isinstance(node, ast.Name):
        variable_id, _, pinned = node.id.partition(_PIN_MARK)
        return [Term(variable_id, sign, int(pinned) if pinned else None)]
    raise SmupError(f"the formula “{text}” may only add, subtract and once divide variables; not “{ast.unparse(node)}”")


def _number(node: ast.Constant, text: str) -> float:
    value = node.value
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise SmupError(f"the formula “{text}” holds {value!r} where a number belongs")
    try:
        factor = float(value)
    except OverflowError:
        factor = math.inf
    _refuse_useless(factor, text)
    return factor


def _refuse_useless(factor: float, text: str) -> None:
    if not factor or not math.isfinite(factor):
        raise SmupError(f"the formula “{text}” holds a factor of {factor:g}, which leaves no value")


def indicator_terms(indicators: pd.DataFrame, variables: set[str]) -> pd.DataFrame:
    """Take apart the formulae of ``indicators``: one row per indicator and term, the columns of ``indicator_term``.

    The index says where each row stands. Raises ``SmupError`` naming row and column of a formula that cannot be read
    or names an unknown variable.
    """
    rows = []
    for indicator in indicators.itertuples():
        where = f"{indicator.Index}, column formula: "
        try:
            formula = parse_formula(indicator.formula)
        except SmupError as fault:
            raise SmupError(f"{where}{fault}.") from fault
        for part, terms in (("numerator", formula.numerator), ("denominator", formula.denominator)):
            for term in terms:
                if term.variable_id not in variables:
                    raise SmupError(f"{where}“{term.variable_id}” is not in variable.csv.")
                key = {"indicator_id": indicator.indicator_id, "part": part}
                rows.append({**key, **asdict(term), "scale": formula.scale})
    return pd.DataFrame(rows).astype({"pinned_period": "Int16"})
