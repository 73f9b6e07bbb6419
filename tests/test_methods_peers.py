"""Similar areas: the standardised structure, the nearest ones, what sets them apart, and where nobody is near.

``python tests/test_methods_peers.py`` measures the time and memory that 2,479 areas of one kind take.
"""

import math
import time
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smup.methods.peers import Structure, StructureVariable, contributions, no_good_peers, similar, standardised
from smup.model import SmupError

ONE = Structure((StructureVariable("x"),))
TWO = Structure((StructureVariable("x", weight=3), StructureVariable("y")))


def areas(kind: str = "rural", **columns: list[float | None]) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"area_id": [f"{i:03}" for i in range(n)], "kind": kind, **columns})


def test_z_is_the_distance_from_the_median_in_robust_deviations() -> None:
    z = standardised(areas(x=[1, 2, 3, 4, 100]), ONE)["x"]  # median 3, deviations 2 1 0 1 97: MAD 1
    assert z.tolist() == pytest.approx([-2 / 1.4826, -1 / 1.4826, 0, 1 / 1.4826, 3])


def test_the_logarithm_compares_ratios() -> None:
    z = standardised(areas(x=[1, 10, 100]), Structure((StructureVariable("x", log=True),)))["x"]
    assert z.tolist() == pytest.approx([-1 / 1.4826, 0, 1 / 1.4826])


def test_each_kind_has_its_own_median() -> None:
    frame = pd.concat([areas(x=[1, 2, 3]), areas("urban", x=[100, 200, 300]).assign(area_id=["a", "b", "c"])])
    assert standardised(frame, ONE)["x"].tolist() == pytest.approx([-1 / 1.4826, 0, 1 / 1.4826] * 2)


def test_where_most_areas_share_a_value_the_mean_deviation_measures_the_others() -> None:
    z = standardised(areas(x=[0, 0, 0, 0, 0, 0, 0, 0, 1, 1]), ONE)["x"]  # MAD 0, mean deviation 0.2
    assert z.tolist() == pytest.approx([0] * 8 + [3, 3])  # 1 / (1.2533 · 0.2) = 3.99, clipped
    z = standardised(areas(x=[5, 5, 5, 4, 6]), ONE)["x"]  # mean deviation 0.4
    assert z.tolist() == pytest.approx([0, 0, 0, -1 / (1.2533 * 0.4), 1 / (1.2533 * 0.4)])


@pytest.mark.parametrize("value", [0.0, 0.1, 1e300])
def test_a_variable_that_is_the_same_everywhere_sets_nobody_apart(value: float) -> None:
    assert standardised(areas(x=[value] * 6), ONE)["x"].tolist() == [0] * 6
    assert set(similar(areas(x=[value] * 6), ONE)["distance"]) == {0}


def test_rounding_is_no_difference() -> None:
    assert standardised(areas(x=[0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2]), ONE)["x"].abs().max() == 0


def test_the_distance_is_the_weighted_root_mean_square() -> None:
    frame = areas(x=[1, 2, 3, 4, 5], y=[50, 40, 30, 20, 10])
    found = similar(frame, TWO, n=5).set_index(["area_id", "peer_id"])
    dx, dy = 1 / 1.4826, 1 / 1.4826  # MAD of x is 1 and of y 10: one step of either
    assert found.loc[("000", "001"), "distance"] == pytest.approx(math.sqrt((3 * dx**2 + dy**2) / 4))
    assert found.loc[("000", "004"), "position"] == 4
    assert found.loc["002", "position"].to_dict() == {"001": 1, "003": 2, "000": 3, "004": 4}


def test_peers_are_of_the_same_kind_and_never_the_area_itself() -> None:
    frame = pd.concat([areas(x=[1, 2, 3]), areas("urban", x=[1, 2, 3]).assign(area_id=["a", "b", "c"])])
    found = similar(frame, ONE, n=5)
    assert (found["area_id"].str.isdigit() == found["peer_id"].str.isdigit()).all()
    assert (found["area_id"] != found["peer_id"]).all()
    assert len(found) == 12
    assert found.columns.tolist() == ["area_id", "kind", "peer_id", "position", "distance"]


def test_a_missing_variable_is_left_out_of_the_distance_up_to_a_fifth_of_the_weight() -> None:
    five = Structure(tuple(StructureVariable(name, 0.1) for name in "abcde"))
    columns = {name: [1.0, 2, 3, 4, 5] for name in "abcde"}
    columns["e"] = [None, 2, 3, 4, 5]
    found = similar(areas(**columns), five, n=5)
    assert found.loc[(found["area_id"] == "000") & (found["peer_id"] == "001"), "distance"].item() == pytest.approx(
        1 / 1.4826
    )
    columns["d"] = [1, None, 3, 4, 5]  # 000 and 001 now share three of five
    found = similar(areas(**columns), five, n=5)
    assert not ((found["area_id"] == "000") & (found["peer_id"] == "001")).any()
    assert ((found["area_id"] == "000") & (found["peer_id"] == "002")).any()


def test_three_quarters_of_the_weight_are_too_little() -> None:
    four = Structure(tuple(map(StructureVariable, "abcd")))
    frame = areas(a=[1, 2, 3], b=[1, 2, 3], c=[1, 2, 3], d=[None, 2, 3])
    assert set(similar(frame, four)["area_id"]) == {"001", "002"}
    assert contributions(frame, four, pd.DataFrame({"area_id": ["000"], "peer_id": ["001"]}))["share"].isna().all()


def test_an_area_without_structure_or_company_has_no_peers() -> None:
    assert "000" not in set(similar(areas(x=[None, 1, 2, 3]), ONE)["area_id"])
    assert similar(areas(x=[1.0]), ONE).empty
    assert similar(areas(x=[None, None]), ONE).empty
    assert similar(areas(x=[1.0])[:0], ONE).columns.tolist() == ["area_id", "kind", "peer_id", "position", "distance"]


def test_the_order_of_rows_changes_nothing() -> None:
    frame = areas(x=np.random.default_rng(1).integers(0, 9, 60).tolist())
    shuffled = frame.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(similar(frame, ONE), similar(shuffled, ONE))


@given(st.lists(st.tuples(st.floats(0, 9), st.none() | st.floats(0, 9)), min_size=2, max_size=12))
def test_distances_are_symmetric_and_positions_follow_them(rows: list[tuple[float, float | None]]) -> None:
    frame = areas(x=[x for x, _ in rows], y=[y for _, y in rows])
    found = similar(frame, Structure((StructureVariable("x", 4), StructureVariable("y"))), n=15)
    distance = found.set_index(["area_id", "peer_id"])["distance"].to_dict()
    assert all(distance[b, a] == d for (a, b), d in distance.items())
    assert (found.groupby("area_id")["distance"].diff().dropna() >= 0).all()
    assert len(found) == len(rows) * (len(rows) - 1)


def test_shares_of_the_distance_sum_to_one() -> None:
    frame = areas(x=[1, 2, 3, 4, 5], y=[50, 40, 30, 20, 10])
    parts = contributions(frame, TWO, similar(frame, TWO, n=5))
    assert parts[:2]["share"].tolist() == pytest.approx([0.75, 0.25])
    assert parts.groupby(["area_id", "peer_id"])["share"].sum().to_numpy() == pytest.approx(1)


def test_no_share_without_a_distance() -> None:
    frame = areas(x=[1, 2, 3, 4, None], y=[1, 2, 3, None, 4])
    pairs = pd.DataFrame({"area_id": ["000", "000", "000"], "peer_id": ["000", "004", "001"]})
    four = Structure((StructureVariable("x", weight=4), StructureVariable("y")))
    shares = contributions(frame, four, pairs)["share"].tolist()
    assert np.isnan(shares[:4]).all()  # the area itself; one that lacks the heavier variable
    assert shares[4:] == pytest.approx([0.8, 0.2])
    known = contributions(frame, four, pd.DataFrame({"area_id": ["000"], "peer_id": ["003"]}))["share"]
    assert known[0] == 1
    assert np.isnan(known[1])


def test_no_good_peers_where_the_last_one_is_unusually_far() -> None:
    peers = similar(areas(x=[*range(20), 1000]), ONE, n=7)
    last = peers[peers["position"] == 7].set_index("area_id")["distance"]
    alone = no_good_peers(peers)
    assert set(alone[alone].index) == set(last[last > last.quantile(0.9)].index)
    assert alone["020"]
    assert alone.index.tolist() == last.index.tolist()


def test_fewer_peers_than_asked_are_no_good_peers_and_equal_ones_are_good() -> None:
    assert no_good_peers(similar(areas(x=[1, 2, 3]), ONE)).all()
    assert not no_good_peers(similar(areas(x=[1.0] * 20), ONE)).any()


@pytest.mark.parametrize(
    ("frame", "structure", "sentence"),
    [
        (areas(x=[1, 2]).assign(area_id="a"), ONE, "“a” is given twice"),
        (areas(x=[1, math.inf]), ONE, "infinite"),
        (areas(x=[1, 0]), Structure((StructureVariable("x", log=True),)), "“x” is compared by its logarithm"),
        (areas(x=[1, -3]), Structure((StructureVariable("x", log=True),)), "must be above 0"),
        (areas(y=[1, 2]), ONE, "no column “x”"),
        (areas(x=[1, 2]).assign(kind=[None, "rural"]), ONE, "needs an identifier and a kind"),
    ],
)
def test_bad_structure_is_refused_in_a_sentence(frame: pd.DataFrame, structure: Structure, sentence: str) -> None:
    with pytest.raises(SmupError, match=sentence):
        similar(frame, structure)


@pytest.mark.parametrize("variables", [(), (StructureVariable("x"), StructureVariable("x"))])
def test_a_structure_names_each_variable_once(variables: tuple[StructureVariable, ...]) -> None:
    with pytest.raises(SmupError, match="each of them once"):
        Structure(variables)


@pytest.mark.parametrize("weight", [0, -1, math.nan, math.inf])
def test_a_weight_is_above_zero(weight: float) -> None:
    with pytest.raises(SmupError, match="above 0"):
        Structure((StructureVariable("x", weight),))


@pytest.mark.parametrize("n", [0, 4, 16])
def test_five_to_fifteen_peers_can_be_asked_for(n: int) -> None:
    with pytest.raises(SmupError, match=f"Between 5 and 15 similar areas can be asked for, not {n}"):
        similar(areas(x=[1, 2]), ONE, n=n)


def test_only_known_areas_of_one_kind_are_set_apart() -> None:
    frame = pd.concat([areas(x=[1, 2]), areas("urban", x=[1]).assign(area_id="a")])
    for peer, sentence in (("a", "same kind"), ("?", "not given")):
        with pytest.raises(SmupError, match=sentence):
            contributions(frame, ONE, pd.DataFrame({"area_id": ["000"], "peer_id": [peer]}))


def poland(n: int = 2479, k: int = 8) -> tuple[pd.DataFrame, Structure]:
    """As many areas of one kind as Poland has gminas, with ``k`` variables and a gap in every fiftieth cell."""
    rng = np.random.default_rng(0)
    values = rng.lognormal(size=(n, k))
    values[rng.random((n, k)) < 0.02] = np.nan
    variables = tuple(StructureVariable(f"v{i}", weight=1 + i % 2, log=i < 3) for i in range(k))
    return areas(**{f"v{i}": values[:, i].tolist() for i in range(k)}), Structure(variables)


if __name__ == "__main__":
    frame, structure = poland()
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        peers = similar(frame, structure)
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    similar(frame, structure)
    print(f"{len(frame)} areas × {len(structure.ids)} variables: {min(seconds):.2f}–{max(seconds):.2f} s,", end=" ")
    print(f"at most {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB; {len(peers)} pairs")
