"""Similar areas of the store: of one kind, nearest first, by structure alone."""

import pandas as pd
import pytest

from smup.methods.peers import MOST
from smup.store import Store


def peers(store: Store, area_id: str, number: int = 7) -> list[str]:
    rows = store.query(
        """
        select b.name from peer p join area b on b.area_id = p.peer_id
        where p.area_id = $area_id and p.position <= $number order by p.position
        """,
        area_id=area_id,
        number=number,
    )
    return [str(name) for name in rows["name"]]


def test_the_nearest_by_hand(small_store: Store) -> None:
    """Populations of the rural gminas: 50, six times 100, 150; of the cities 900, 500 and 400."""
    assert peers(small_store, "126101") == ["Tarnów", "Nowy Sącz"]
    assert peers(small_store, "126201") == ["Tarnów", "Kraków"]
    first = small_store.query("select distance from peer where area_id = '120601' and position = 1")["distance"].item()
    assert first == 0  # another gmina of 100 people
    alone = small_store.query("select * from peer where area_id = '120611'")  # the only urban-rural gmina
    assert alone.empty


def test_big_cities_are_near_each_other(store: Store) -> None:
    assert {"Wrocław", "Poznań", "Gdańsk"} <= set(peers(store, "126101"))
    assert {"Kraków", "Wrocław"} <= set(peers(store, "146501"))


def test_peers_are_of_one_kind_never_oneself_and_nearest_first(store: Store) -> None:
    wrong = store.query(
        """
        select p.* from peer p join area a using (area_id) join area b on b.area_id = p.peer_id
        where a.kind <> b.kind or p.area_id = p.peer_id or a.level not in ('gmina', 'powiat')
        """
    )
    assert wrong.empty
    frame = store.query("select * from peer order by area_id, position")
    assert frame.groupby("area_id")["position"].apply(list).map(lambda places: places == list(range(1, 16))).all()
    assert frame.groupby("area_id")["distance"].apply(lambda one: one.is_monotonic_increasing).all()
    assert frame["position"].max() == MOST


def test_distances_are_those_of_the_standard_scores(store: Store) -> None:
    weights = store.query("select structure_id, weight from structure").set_index("structure_id")["weight"]
    scores = store.query("select * from area_structure").pivot(index="area_id", columns="structure_id", values="z")
    frame = store.query("select * from peer where area_id in ('126101', '221503', '1206', '120601')")
    for row in frame.itertuples():
        difference = (scores.loc[row.area_id] - scores.loc[row.peer_id]).dropna()
        used = weights[difference.index]
        assert row.distance == pytest.approx((used * difference**2).sum() ** 0.5 / used.sum() ** 0.5, rel=1e-12)


def test_one_in_ten_areas_of_a_kind_has_no_good_peers(store: Store) -> None:
    frame: pd.DataFrame = store.query(
        "select a.kind, p.good from peer p join area a using (area_id) where p.position = 1"
    )
    share = 1 - frame.groupby("kind")["good"].mean()
    assert share.between(0.08, 0.12).all(), share


def test_a_group_around_an_area_is_placed_like_a_built_one(store: Store) -> None:
    stored = "select * from benchmark where group_id = 'smk'"
    assert store.query(f"select * from placed('smk', true) except {stored}").empty
    assert store.query("from placed('smk', v.indicator_id = 'x')").empty
    group = store.query("select area_id from members_of('similar.126101.5')")["area_id"]
    assert len(group) == 6
    placed = store.query(
        "select * from standing('similar.126101.5') where indicator_id = 'exam8_maths' and period = 2024"
    )
    assert set(placed["area_id"]) == set(group)
    assert sorted(placed["rank"]) == [1, 2, 3, 4, 5, 6]
    assert set(store.query("select area_id from members_of('picked.126101.226201')")["area_id"]) == {"126101", "226201"}
    assert store.query("select * from standing('similar.999999')").empty
    assert store.query("select * from standing('nonsense')").empty
