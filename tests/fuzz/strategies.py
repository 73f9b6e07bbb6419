"""What Hypothesis makes up: texts, tables, bodies of answers, formulae, addresses; and changed real files."""

import csv
import io
import json
from random import Random
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from fuzz.corpus import corpus
from fuzz.mutation import TOKENS, mutated

_pieces = st.one_of(st.text(max_size=40), st.sampled_from([token.decode() for token in TOKENS]))
_texts = st.lists(_pieces, max_size=8).map("".join)
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250", "iso8859-2", "ascii")


@st.composite
def _csv(draw: st.DrawFn) -> bytes:
    cells = st.one_of(
        _pieces, st.floats().map(str), st.integers().map(str),
        st.sampled_from(["Kraków", "126101", "own_a", "score", "2020", "b.d.", "A", "L", "12 345,6", "=A1"]),
    )  # fmt: skip
    head = draw(st.permutations(["area", "indicator", "period", "value", "status", "note"]))
    rows = draw(st.lists(st.lists(cells, min_size=1, max_size=7), max_size=6))
    file = io.StringIO()
    writer = csv.writer(file, delimiter=draw(st.sampled_from(";,\t")), quoting=draw(st.sampled_from([0, 1])))
    writer.writerows([[one if draw(st.booleans()) else one.upper() for one in head], *rows])
    return file.getvalue().encode(draw(st.sampled_from(_ENCODINGS)), "ignore")


_names = st.sampled_from(["id", "data", "results", "values", "year", "val", "attrId", "page", "totalRecords", "wartosc",
                          "id-teryt", "id-daty", "id-flaga", "nazwa-obszaru", "id-ou", "lastUpdate", "n1"])  # fmt: skip
_bodies: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _pieces),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_names, inner, max_size=6)),
    max_leaves=20,
)
_formulae = st.lists(
    st.one_of(st.sampled_from(["a", "population", "b@2020", "+", "-", "*", "/", "(", ")", "2 *", "1e300 *", " "]),
              st.floats().map(repr), _pieces), max_size=12,
).map("".join)  # fmt: skip
_keys = st.sampled_from(
    "page area kind group theme indicator period peers lang metro level record section search q edition cited prices "
    "pair place year".split()
)
_addresses = st.dictionaries(_keys, _texts, max_size=6).map(urlencode)


def _encoded(texts: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    return st.builds(lambda text, encoding: text.encode(encoding, "ignore"), texts, st.sampled_from(_ENCODINGS))


_MADE_UP: dict[str, st.SearchStrategy[bytes]] = {
    "own data: CSV": _csv(),
    "answer of a service": _bodies.map(lambda body: json.dumps(body).encode()),
    "formula": _formulae.map(lambda text: text.encode("utf-8", "ignore")),
    "address": _addresses.map(str.encode),
}


def inputs(target: str, real: str) -> st.SearchStrategy[bytes]:
    """Return what ``target`` is given: made-up inputs, and those of its corpus with changes."""
    changed = st.builds(
        lambda place, number: mutated(corpus(real)[place % len(corpus(real))], Random(number), corpus(real)),
        st.integers(0, 1000), st.integers(0, 2**64),
    )  # fmt: skip
    return st.one_of(_MADE_UP.get(target, _encoded(_texts)), changed, changed)
