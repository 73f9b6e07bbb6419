"""Neighbours are read from the shapes."""

import json

import pytest

from conftest import BOUNDARIES, World
from smup.build import build
from smup.model import SmupError
from smup.store import Store


def test_areas_that_share_an_arc_are_neighbours(small_store: Store) -> None:
    pairs = small_store.query("select area_id, neighbour_id from neighbour order by all")
    assert list(pairs.itertuples(index=False, name=None)) == [
        ("120607", "120611"),
        ("120607", "126101"),
        ("120611", "120607"),
        ("120611", "126101"),
        ("126101", "120607"),
        ("126101", "120611"),
    ]


def test_neighbours_of_real_towns(store: Store) -> None:
    def around(area_id: str) -> set[str]:
        rows = store.query(
            "select a.name from neighbour n join area a on a.area_id = n.neighbour_id where n.area_id = $id", id=area_id
        )
        return set(rows["name"])

    assert around("226201") == {"Gdańsk", "Sopot", "Rumia", "Kosakowo", "Szemud", "Wejherowo", "Żukowo"}
    assert around("12") == {"podkarpackie", "śląskie", "świętokrzyskie"}
    lonely = store.query(
        "select name from area where level in ('gmina', 'powiat') and area_id not in (select area_id from neighbour)"
    )
    assert set(lonely["name"]) == {"Szczawa", "Grabówka"}  # younger than the boundaries


def test_sharing_a_border_is_mutual_and_never_with_oneself(store: Store) -> None:
    odd = store.query(
        """
        select * from neighbour n where area_id = neighbour_id or not exists (
          from neighbour m where m.area_id = n.neighbour_id and m.neighbour_id = n.area_id)
        """
    )
    assert odd.empty


@pytest.mark.parametrize("content", ["", "[1, 2]", "{}", json.dumps(BOUNDARIES)[:50]])
def test_a_file_that_holds_no_shapes_is_told(content: str, small_world: World) -> None:
    data = small_world.write()
    small_world.path("boundaries").write_text(content)
    with pytest.raises(SmupError, match=r"poland\.topojson is no TopoJSON file; restore it"):
        build(data)
    small_world.path("boundaries").unlink()
    with pytest.raises(SmupError, match=r"poland\.topojson is missing; restore it"):
        build(data)
