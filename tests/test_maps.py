"""A map: classes by hand, whose money is compared, what its legend says, and the files that a browser draws from."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from conftest import CITIES, RURAL, SKAWINA, YEAR, World
from smup.charts import HATCH, SEQUENTIAL, map_classes
from smup.model import Language, SmupError
from smup.queries import groups, maps
from smup.sentences import cautions_on_map, class_names, describe_map, number_of_areas
from smup.sources.shapes import LEVELS, drawn, hatched, write_shapes
from smup.store import Store
from smup.text import language
from test_text import CARD

EVERYONE = groups.around(groups.PICKED, [*CITIES, SKAWINA, *RURAL])
SQUARE = [[[(19.0, 50.0), (20.0, 50.0), (20.0, 51.0), (19.0, 51.0), (19.0, 50.0)]]]
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.25], "translate": [19.0, 50.0]},
    # The square from 19° to 20° E, cut by the meridian in its middle: left half, right half.
    "arcs": [[[1, 0], [0, 4]], [[1, 4], [-1, 0], [0, -4], [1, 0]], [[1, 4], [1, 0], [0, -4], [-1, 0]]],
    "objects": {
        "gmina": {"geometries": [
            {"type": "Polygon", "id": "126101", "arcs": [[0, 1]]},
            {"type": "MultiPolygon", "id": SKAWINA, "arcs": [[[~2, ~0]]]},
        ]},
        "powiat": {"geometries": [{"type": "Polygon", "id": "1261", "arcs": [[0, 1]]},
                                  {"type": "Polygon", "id": "1206", "arcs": [[~2, ~0]]}]},
        "voivodeship": {"geometries": [{"type": "Polygon", "id": "12", "arcs": [[0, 1]]}]},
    },
}  # fmt: skip


def of(store: Store, indicator_id: str, way: str = maps.QUANTILES, tasks: str = "any") -> dict[str, Any]:
    """The class of each area of the small world that has one."""
    frame = maps.classes(store, indicator_id, YEAR, EVERYONE, tasks, way).dropna(subset=["class"])
    return dict(zip(frame["area_id"], frame["class"], strict=True))


def test_fifths_by_hand(small_store: Store) -> None:
    # 10 20 30 30 40 50 55 60 65 70 80 90: the borders (type 7) lie at the positions 2.2, 4.4, 6.6 and 8.8 counted
    # from 0, which are 30, 44, 58 and 69.
    scores = {"126101": 5, "126301": 3, "126201": 4, SKAWINA: 5} | dict(
        zip(RURAL, (1, 1, 1, 1, 2, 3, 4, 5), strict=True)
    )
    assert of(small_store, "score_lower") == scores, "by value, whatever is better; one on a border belongs below"


def test_distances_from_the_median_by_hand(small_store: Store) -> None:
    # Median 52.5; distances 42.5 32.5 22.5 22.5 12.5 2.5 2.5 7.5 12.5 17.5 27.5 37.5, in order
    # 2.5 2.5 7.5 12.5 12.5 17.5 22.5 22.5 27.5 32.5 37.5 42.5: thirds (type 7) at 12.5 and 22.5 + 1/3 × 5.
    scores = {"126101": 5, "126301": 3, "126201": 3, SKAWINA: 4} | dict(
        zip(RURAL, (1, 1, 2, 2, 3, 3, 3, 5), strict=True)
    )
    assert of(small_store, "score_lower", maps.MEDIAN) == scores


def test_equal_values_are_in_one_class(small_store: Store) -> None:
    # class_size: eight of 10, then 20, 25, 25: fifths at 10, 10, 10 and 20.
    assert of(small_store, "class_size") == dict.fromkeys(RURAL, 1) | {SKAWINA: 4, "126101": 5, "126301": 5}
    # From the median 10 the thirds are 0 and 6 2/3.
    assert of(small_store, "class_size", maps.MEDIAN) == dict.fromkeys(RURAL, 3) | {
        SKAWINA: 5, "126101": 5, "126301": 5,
    }  # fmt: skip


def test_money_has_classes_where_the_tasks_are_the_same(small_store: Store) -> None:
    assert maps.tasks(small_store, "cost", YEAR, EVERYONE) == ["gmina", "gmina_powiat"]
    assert maps.tasks(small_store, "score", YEAR, EVERYONE) == ["any"]
    assert maps.tasks(small_store, "cost", 1999, EVERYONE) == []
    # 8 … 15 and 25: fifths at 9.6, 11.2, 12.8 and 14.4.
    classes = dict(zip(RURAL, (1, 1, 2, 2, 3, 4, 4, 5), strict=True)) | {SKAWINA: 5}
    assert of(small_store, "cost", tasks="gmina") == classes
    frame = maps.classes(small_store, "cost", YEAR, EVERYONE, "gmina", maps.QUANTILES).set_index("area_id")
    cities = frame.loc[list(CITIES)]
    assert set(cities["light"]) == {"grey"} and cities["value"].notna().all()
    assert frame.loc["120601", ["rank", "n"]].tolist() == [1, 9]
    assert of(small_store, "cost", tasks="gmina_powiat") == {}, "three cities are too few for classes"


@pytest.mark.parametrize(("known", "classes"), [(4, []), (5, [1, 2, 3, 4, 5])])
def test_below_five_values_there_are_no_classes(small_world: World, known: int, classes: list[int]) -> None:
    for area_id in [*CITIES, SKAWINA, *RURAL][known:]:
        small_world.observe(area_id, "score_pct", YEAR, None, "O")
    store = small_world.build()
    for way in (maps.QUANTILES, maps.MEDIAN):
        found = of(store, "score_unjudged", way)
        assert len(found) == len(classes)
        assert way == maps.MEDIAN or sorted(found.values()) == classes
    frame = maps.classes(store, "score_unjudged", YEAR, EVERYONE, "any", maps.QUANTILES)
    assert len(frame) == 12 and frame["value"].notna().sum() == known
    said = cautions_on_map(frame, frozenset(frame["area_id"]))
    assert len(said) == (1 if known == 4 else 0)
    assert describe_map(frame, CARD, YEAR, "Polska").count("porównać można") == 1


def test_where_nobody_has_a_value_all_is_blank(small_store: Store) -> None:
    for way in (maps.QUANTILES, maps.MEDIAN):
        frame = maps.classes(small_store, "score", 1999, EVERYONE, "any", way)
        assert len(frame) == 12
        assert frame["value"].isna().all() and frame["class"].isna().all() and set(frame["light"]) == {"grey"}
    assert cautions_on_map(frame, frozenset(frame["area_id"])) == []
    assert "porównać można 0 z 12" in describe_map(frame, CARD, 1999, "Polska")


def test_a_map_of_a_level_shows_cities_among_powiats(store: Store) -> None:
    sizes = {level: len(maps.areas(store, level)) for level in LEVELS}
    assert sizes == {"gmina": 2479, "powiat": 380, "voivodeship": 16}
    assert len(maps.areas(store, "gmina", "smk")) == 15
    assert maps.areas(store, "gmina")[["latitude", "longitude"]].notna().all(axis=None)


def test_an_area_is_found_in_the_one_it_lies_in(store: Store) -> None:
    asked = ["120601", "126101", "1206", "12", "gzm", "PL", "226201"]
    assert maps.around(store, "gmina", asked) == ["120601", "126101", "226201"]
    assert maps.around(store, "powiat", asked) == ["1206", "126101", "226201"]
    assert maps.around(store, "voivodeship", asked) == ["12", "22"]


def test_the_first_year_shown_is_one_that_most_areas_have(store: Store) -> None:
    everyone = groups.around(groups.PICKED, maps.areas(store, "gmina")["area_id"].tolist())
    assert maps.fullest_period(store, "exam8_maths", everyone) == 2025
    full = maps.fullest_period(store, "population", everyone)
    known = maps.classes(store, "population", full or 0, everyone, "any", maps.QUANTILES)["value"].notna().sum()
    assert known > 2400, "2025 has Małopolska alone"
    assert maps.fullest_period(store, "population", "nobody") is None


def test_the_legend_says_shares_values_and_numbers() -> None:
    frame = pd.DataFrame({"value": [9.0, 8.0, 5.0, 4.0, 3.0, 1.0], "class": [5, 4, 3, 2, 1, 1]})
    assert class_names(frame, CARD, by_median=False) == {
        1: "najniższe 33\u00a0%: do 3,0\u00a0%", 2: "dość niskie 17\u00a0%: 4,0\u00a0%",
        3: "środkowe 17\u00a0%: 5,0\u00a0%", 4: "dość wysokie 17\u00a0%: 8,0\u00a0%",
        5: "najwyższe 17\u00a0%: od 9,0\u00a0%",
    }  # fmt: skip
    assert class_names(frame, CARD, by_median=True)[3] == "blisko mediany: 5,0\u00a0%"
    same = frame.assign(value=2.0, **{"class": 1})
    assert class_names(same, CARD, by_median=False) == {1: "wszystkie jednakowe: 2,0\u00a0%"}
    assert class_names(frame.assign(**{"class": None}), CARD, by_median=False) == {}
    words = [number_of_areas(number, "gmina") for number in (1, 3, 496)]
    assert words == ["1 gmina", "3 gminy", "496 gmin"]


def test_a_map_in_words_names_the_ends_and_counts_what_is_missing() -> None:
    frame = pd.DataFrame({
        "area_id": list("abcde"), "label": list("ABCDE"), "value": [9.0, 5.0, 3.0, 3.0, None],
        "light": ["grey", "green", "green", "amber", "grey"], "class": None,
    })  # fmt: skip
    said = describe_map(frame, CARD, 2020, "Polska")
    assert said.endswith("; Polska: porównać można 3 z 5; mediana 3,0\u00a0%; najmniej: 3,0\u00a0% (C i D); "
                         "najwięcej: 5,0\u00a0% (B); 1 jednostka nie ma wartości.")  # fmt: skip
    assert "Nie ma na mapie: E." in cautions_on_map(frame, frozenset("abcd"))[1]
    token = language.set(Language.ENGLISH)
    assert describe_map(frame.assign(value=None), CARD, 2020, "Poland").endswith("Poland: 0 of 5 can be compared.")
    language.reset(token)


def test_what_cannot_be_compared_is_hatched_and_never_coloured() -> None:
    frame = pd.DataFrame({
        "area_id": ["a", "b", "c", "d"], "value": [1.0, 2.0, 3.0, None], "class": [1, 5, None, None],
        "light": ["green", "amber", "grey", "grey"], "why": [None, "estimated", "other tasks", "no data"],
    })  # fmt: skip
    shapes = {"area": "a.json", "hatching": "h.json", "voivodeship": "v.json"}
    legend = {1: (SEQUENTIAL[0], "low"), 5: (SEQUENTIAL[4], "high")}
    figure = map_classes(frame, CARD, 2020, legend, shapes, ["b"], (14, 49, 24, 55))
    low, high, hatching, blank, *outline = figure.data
    assert [list(trace.locations) for trace in (low, high, hatching, blank)] == [["a"], ["b"], ["c", "d"], ["c", "d"]]
    assert hatching.geojson == "h.json" and hatching.colorscale[0][1] == HATCH and hatching.hoverinfo == "skip"
    assert blank.colorscale[0][1] == "rgba(0,0,0,0)" and list(blank.customdata) == ["3,0\u00a0%", "–"]
    assert list(high.text) == ["◐ estimated"] and "high" in high.hovertemplate and "(2020)" in high.hovertemplate
    assert [list(trace.locations) for trace in outline] == [["b"], ["b"]]
    assert "http" not in figure.to_json(), "nothing is asked of anyone else"


def topology(folder: Path, content: object = TOPOLOGY) -> Path:
    (folder / "boundaries").mkdir(parents=True)
    (folder / "boundaries" / "poland.topojson").write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_shapes_are_put_together_from_arcs(tmp_path: Path) -> None:
    data, static = topology(tmp_path / "data"), tmp_path / "static"
    static.mkdir()
    files = write_shapes(data, static, {"126101": "Kraków", "1206": "powiat krakowski"})
    gminas, powiats = (json.loads((static / files[level]).read_bytes())["features"] for level in ("gmina", "powiat"))
    assert [feature["id"] for feature in gminas] == ["126101", SKAWINA]
    assert gminas[0]["geometry"]["coordinates"] == [
        [[[19.5, 50.0], [19.5, 51.0], [19.0, 51.0], [19.0, 50.0], [19.5, 50.0]]]
    ]
    assert gminas[1]["geometry"]["coordinates"] == [
        [[[19.5, 50.0], [20.0, 50.0], [20.0, 51.0], [19.5, 51.0], [19.5, 50.0]]]
    ], "arcs walked backwards"
    assert [feature["id"] for feature in powiats] == ["126101", "1206"], "a city with powiat rights is one area"
    assert gminas[0]["properties"] == {"label": "Kraków"} and gminas[1]["properties"] == {}
    assert drawn(data) == {"126101", SKAWINA, "1206", "12"}


def test_shapes_are_written_once_and_named_by_what_they_hold(tmp_path: Path) -> None:
    data, static = topology(tmp_path / "data"), tmp_path / "static"
    static.mkdir()
    files = write_shapes(data, static, {})
    before = {name: (static / name).stat().st_ino for name in files.values()}
    assert write_shapes(data, static, {}) == files
    assert {name: (static / name).stat().st_ino for name in files.values()} == before
    assert {path.name for path in static.iterdir()} - {".lock"} == set(files.values()), "no drafts stay"
    assert not set(write_shapes(data, static, {"12": "małopolskie"}).values()) & set(files.values())


def test_stripes_lie_in_the_shape_on_one_grid() -> None:
    stripes = hatched(SQUARE)
    assert len(stripes) > 10
    for (ring,) in stripes:
        assert ring[0] == ring[-1] and len(ring) == 5
        assert all(18.97 < x < 20.03 and 49.97 < y < 51.03 for x, y in ring)
    tiny = [[[(x / 100 + 19, y / 100 + 50) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]]]
    assert len(hatched(tiny)) >= 2, "a small town is hatched too"
    hole = [SQUARE[0] + [[(19.3, 50.3), (19.7, 50.3), (19.7, 50.7), (19.3, 50.7), (19.3, 50.3)]]]
    assert all(not (19.35 < x < 19.65 and 50.35 < y < 50.65) for (ring,) in hatched(hole) for x, y in ring)


@pytest.mark.parametrize("content", [[], {"objects": {}}, {**TOPOLOGY, "arcs": []}, {**TOPOLOGY, "transform": 1}])
def test_a_file_without_shapes_is_told(tmp_path: Path, content: object) -> None:
    with pytest.raises(SmupError, match=r"poland\.topojson is no TopoJSON file; restore it"):
        write_shapes(topology(tmp_path / "data", content), tmp_path, {})


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    data = topology(tmp_path / "data")
    (tmp_path / "static").write_text("")
    with pytest.raises(SmupError, match=r"could not be written to .*static: .*\."):
        write_shapes(data, tmp_path / "static", {})
    with pytest.raises(SmupError, match=r"poland\.topojson is missing"):
        write_shapes(tmp_path / "nowhere", tmp_path, {})


def test_every_area_but_the_two_youngest_has_a_shape(store: Store, data: Path) -> None:
    shapes = drawn(data)
    lacking = [
        label
        for level in LEVELS
        for area_id, label in maps.areas(store, level)[["area_id", "label"]].itertuples(index=False)
        if area_id not in shapes
    ]
    assert sorted(lacking) == ["Grabówka", "Szczawa"]
