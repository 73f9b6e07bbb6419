"""The grammar of formulae: what it reads, what it refuses and in which words."""

import re
from keyword import iskeyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smup.methods.formula import Formula, Term, parse_formula
from smup.model import SmupError


def a(variable_id: str, coefficient: float = 1, pinned_period: int | None = None) -> Term:
    return Term(variable_id, coefficient, pinned_period)


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("population", Formula(1, (a("population"),), ())),
        ("  population  ", Formula(1, (a("population"),), ())),
        ("pupils / schools", Formula(1, (a("pupils"),), (a("schools"),))),
        ("1000 * visits / population", Formula(1000, (a("visits"),), (a("population"),))),
        ("0.5 * a", Formula(0.5, (a("a"),), ())),
        ("(a + b) / c", Formula(1, (a("a"), a("b")), (a("c"),))),
        ("a - b + c", Formula(1, (a("a"), a("b", -1), a("c")), ())),
        ("a - (b - c)", Formula(1, (a("a"), a("b", -1), a("c")), ())),
        ("2 * a - 3 * b", Formula(1, (a("a", 2), a("b", -3)), ())),
        ("100 * (a + 2 * b) / (c - d)", Formula(100, (a("a"), a("b", 2)), (a("c"), a("d", -1)))),
        ("a / population@2020", Formula(1, (a("a"),), (a("population", 1, 2020),))),
        ("100 * (a@2019 - a) / a@2019", Formula(100, (a("a", 1, 2019), a("a", -1)), (a("a", 1, 2019),))),
        ("a2 / b_3_6_pct", Formula(1, (a("a2"),), (a("b_3_6_pct"),))),
    ],
)
def test_a_formula_is_read_as_a_person_means_it(text: str, formula: Formula) -> None:
    assert parse_formula(text) == formula


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "cannot be read"),
        ("a +", "cannot be read"),
        ("a @ 2020", "may only add, subtract and once divide variables; not “a @ 2020”"),
        ("a@20", "may only add"),
        ("3", "may only add, subtract and once divide variables; not “3”"),
        ("a + 3", "not “3”"),
        ("a * b", "not “a * b”"),
        ("a / b / c", "not “a / b”"),
        ("a / (b / c)", "not “b / c”"),
        ("a ** 2", "not “a ** 2”"),
        ("-a", "not “-a”"),
        ("sum(a)", "not “sum(a)”"),
        ("__import__('os').system('true')", "may only add"),
        ("a.b", "not “a.b”"),
        ("a if b else c", "may only add"),
        ("lambda: a", "may only add"),
        ("[a]", "not “[a]”"),
        ("'x' * a", "holds 'x' where a"),
        ("True * a", "holds True where a"),
        ("1j * a", "holds 1j where a"),
        ("a@2020", "needs a variable that is not pinned to one year"),
        ("a@2020 / b@2020", "needs a variable that is not pinned to one year"),
        ("a; b", "cannot be read"),
        ("a\x00", "cannot be read"),
        ("a\nb", "cannot be read"),
        ("1" + "0" * 400 + " * a", "holds a factor of inf"),
        ("1e-200 * (1e-200 * a) + b", "holds a factor of 0"),
        ("b + 1e200 * (1e200 * a)", "holds a factor of inf"),
        ("a + " + "-" * 900 + "1", "cannot be read"),
        ("a" + " + a" * 3000, "cannot be read"),
        ("(" * 300 + "a" + ")" * 300, "cannot be read"),
    ],
)
def test_anything_else_is_refused_in_a_sentence_that_quotes_it(text: str, sentence: str) -> None:
    with pytest.raises(SmupError, match=re.escape(sentence)) as refusal:
        parse_formula(text)
    assert str(refusal.value).startswith(f"the formula “{' '.join(text.split())}” ")


@pytest.mark.parametrize("text", ["1e400 * a", "a / (1e400 * b)", "0 * a / b"])
def test_a_factor_that_no_value_survives_is_refused(text: str) -> None:
    with pytest.raises(SmupError):
        parse_formula(text)


names = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True).filter(
    lambda name: "__at__" not in name and not iskeyword(name)
)
coefficients = st.integers(1, 10_000) | st.decimals("0.001", "1000", places=3).map(float).filter(bool)
terms = st.tuples(st.sampled_from("+-"), st.none() | coefficients, names, st.none() | st.integers(1990, 2100))
sums = st.lists(terms, min_size=1, max_size=5)


def written(terms: list[tuple[str, float | None, str, int | None]]) -> tuple[str, tuple[Term, ...]]:
    """A sum as text, its first term positive, and the terms that it must be read as."""
    text, expected = "", []
    for number, (sign, coefficient, name, year) in enumerate(terms):
        factor = f"{coefficient} * " if coefficient else ""
        pin = f"@{year}" if year else ""
        text += (f" {sign} " if number else "") + factor + name + pin
        minus = number > 0 and sign == "-"
        expected.append(Term(name, (-1 if minus else 1) * float(coefficient or 1), year))
    return text, tuple(expected)


@given(scale=st.none() | coefficients, above=sums, below=st.none() | sums)
def test_any_formula_of_the_grammar_is_read_back_as_the_terms_it_was_made_of(
    scale: float | None,
    above: list[tuple[str, float | None, str, int | None]],
    below: list[tuple[str, float | None, str, int | None]] | None,
) -> None:
    sign, coefficient, name, _ = above[0]
    above[0] = (sign, coefficient, name, None)  # one variable must not be pinned
    top, numerator = written(above)
    bottom, denominator = written(below) if below else ("", ())
    text = (f"{scale} * " if scale else "") + f"({top})" + (f" / ({bottom})" if below else "")
    formula = parse_formula(text)
    if scale is None and len(above) == 1 and coefficient:  # “(3 * a)” is a scale of 3
        assert (formula.scale, formula.numerator) == (float(coefficient), (Term(name, 1, None),))
    else:
        assert (formula.scale, formula.numerator) == (float(scale or 1), numerator)
    assert formula.denominator == denominator


@given(st.text(max_size=40))
def test_no_text_whatever_does_anything_but_parse_or_be_refused(text: str) -> None:
    try:
        formula = parse_formula(text)
    except SmupError:
        return
    assert formula.numerator
