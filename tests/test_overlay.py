"""Own values on the charts of official ones: drawn apart, said to be not official, seen by their visitor alone."""

import json
import logging
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from conftest import Smup, World
from smup.build import build, open_store
from smup.charts import change_over_time, compare_areas, compare_wholes, cost_against_output, rank_areas
from smup.queries import submissions
from smup.sentences import describe_own
from smup.ui.serving import SCRIPT
from test_cost_quality import PAIR, POINTS
from test_own_data_page import HEAD, said, upload
from test_text import CARD

CHECKOUT = Path(__file__).parents[1]
SECRET = "73,4519"
FILE = f"{HEAD}Gdynia;exam8_maths;2025;{SECRET};P;nasze <b>liczby</b>\nKraków;exam8_maths;2024;1;;\n"
BROUGHT = r"Twoje dane \(own\.csv\)"


def own(*rows: tuple[str, int, float, str, bool]) -> pd.DataFrame:
    """Marks: area, year, value, source, whether it was submitted."""
    frame = pd.DataFrame(rows, columns=["label", "period", "value", "source", "submitted"])
    return frame.assign(area_id=frame["label"].str.lower(), text=frame["value"].map("{:.1f} %".format),
                        status_name="wartość zwykła", note="a <b> b")  # fmt: skip


MARKS = own(("B", 2020, 7.0, "Twoje dane (<i>.csv)", False), ("C", 2020, 1.0, "dane zgłoszone: X", True))
FRAME = pd.DataFrame({"area_id": list("abc"), "label": list("ABC"), "value": [2.0, 5.0, None], "light": "green",
                      "median": 3.5})  # fmt: skip


def test_own_values_are_hollow_marks_of_another_shape_with_a_legend_and_official_bars_stay() -> None:
    figure = compare_areas(FRAME, CARD, 3.5, own=MARKS)
    bars, brought, submitted = figure.data
    assert list(bars.x)[1:] == [2.0, 5.0] and list(bars.y) == ["C", "A", "B"], "a row for an own value alone, below"
    assert pd.isna(bars.x[0])
    assert (list(brought.x), list(brought.y), brought.marker.symbol) == ([7.0], ["B"], "star")
    assert (list(submitted.x), list(submitted.y), submitted.marker.symbol) == ([1.0], ["C"], "square")
    assert brought.marker.color == "white"
    assert brought.name == "Twoje dane (&lt;i&gt;.csv)" and figure.layout.showlegend
    assert (bars.showlegend, brought.showlegend) == (False, True)
    (hover,) = brought.text
    assert hover.startswith("B, 2020: 7.0 %<br>wartość zwykła") and hover.endswith("wartość nieoficjalna")
    assert "a &lt;b&gt; b" in hover
    assert compare_areas(FRAME, CARD, 3.5).layout.height < figure.layout.height
    assert figure.layout.shapes[0].x0 == 3.5, "the median is that of official values"


def test_own_values_stand_where_the_official_ones_of_the_area_do() -> None:
    few = rank_areas(FRAME, CARD, ["a"], own=MARKS[:1])
    assert (list(few.data[1].x), list(few.data[1].y)) == ([7.0], ["B"])
    many = pd.concat([FRAME.iloc[[0]]] * 80 + [FRAME.iloc[[1]]], ignore_index=True)
    assert (list(rank_areas(many, CARD, [], own=MARKS[:1]).data[1].x)) == [81]
    wholes = compare_wholes(FRAME, CARD, "c", "obszary", MARKS)
    assert list(wholes.data[0].y) == ["C", "B", "A"], "the one area has a row although it has no official value"
    years = pd.DataFrame({"label": "B", "period": [2018, 2019], "value": [1.0, 2.0], "status": "A"})
    line = change_over_time(years, CARD, own=MARKS[:1])
    assert (list(line.data[1].x), list(line.layout.xaxis.range)) == ([2020], [2017.6, 2020.4])
    pairs = MARKS[:1].assign(cost=100.0, output=50.0)
    frontier = cost_against_output(POINTS, PAIR, "a", ["a"], own=pairs)
    assert (list(frontier.data[-1].x), list(frontier.data[-1].y)) == ([100.0], [50.0])


def test_the_sentence_names_each_source_and_counts_what_it_does_not_list() -> None:
    sentence = describe_own(MARKS)
    assert "dane zgłoszone\\: X: C 2020 – 1.0 %." in sentence and "nie są oficjalne" in sentence
    assert "jeszcze 2 wartości" in describe_own(own(*(("A", 2000 + n, 1.0, "x", False) for n in range(10))))
    assert describe_own(MARKS.head(0)) == ""


@pytest.fixture
def visitor(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A new visitor on the page with the file."""
    monkeypatch.setenv("SMUP_DATA", str(data))
    yield lambda **query: _arrived(query)
    st.cache_resource.clear()


def _arrived(query: dict[str, str]) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app.query_params.update({"area": "226201,126101", "theme": "education"} | query)
    app.switch_page(str(CHECKOUT / "src" / "smup" / "pages" / "own_data.py"))
    return app.run()


def go(app: AppTest, page: str) -> AppTest:
    app = app.switch_page(str(CHECKOUT / "src" / "smup" / "pages" / f"{page}.py")).run()
    assert not app.exception and not app.error
    return app


def stars(app: AppTest) -> list[float]:
    """Where the marks of the visitor's own file stand along x."""
    traces = [trace for one in app.get("plotly_chart") for trace in json.loads(one.proto.spec)["data"]]
    return [x for trace in traces if trace.get("marker", {}).get("symbol") == "star" for x in numbers(trace["x"])]


def numbers(array: Any) -> list[float]:
    """The numbers of an array as Plotly packs it."""
    return np.frombuffer(b64decode(array["bdata"]), array["dtype"]).tolist() if isinstance(array, dict) else array


def everything(app: AppTest) -> str:
    return said(app) + "\n".join(str(one.value) for one in app.caption)


def test_a_file_is_on_the_charts_of_its_visitor_alone(
    visitor: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    chosen = {"indicator": "exam8_maths", "quality": "exam8_maths"}
    before = go(visitor(**chosen), "ranking")
    st.cache_data.clear()  # the one with the file is the first to be drawn anything
    one, other = upload(visitor(**chosen), FILE), visitor(**chosen)
    for page in ("comparison", "ranking"):
        one, other = go(one, page), go(other, page)
        assert stars(one) == [73.4519], "of the year that is shown"
        assert "Gdynia 2025 – 73,5" in everything(one) and BROUGHT in everything(one)
        assert not stars(other) and BROUGHT not in everything(other)
    assert stars(go(one, "ranking")) == [73.4519], "also when the chart without it is remembered"
    pd.testing.assert_frame_equal(one.dataframe[0].value, before.dataframe[0].value)
    assert one.markdown[0].value == before.markdown[0].value, "the ranking is that of official values"
    one = go(go(one, "about"), "own_data")
    assert "2 dobre wiersze" in said(one), "the file is still there"
    (forget,) = [button for button in one.button if button.label == "Zapomnij plik"]
    one = go(forget.click().run(), "comparison")
    assert not stars(one) and BROUGHT not in everything(one)
    logged = caplog.text + "".join(capfd.readouterr())
    assert not [part for part in (SECRET, "73.4519", "nasze") if part in logged]


def test_without_a_value_for_the_chart_nothing_is_shown_and_a_file_that_cannot_be_read_troubles_no_chart(
    visitor: Any,
) -> None:
    app = go(upload(visitor(quality="exam8_maths", period="2023"), FILE), "comparison")
    assert not stars(app) and "nie są oficjalne" not in everything(app)
    app = go(upload(visitor(), "\0\0"), "comparison")
    assert not stars(app)


def test_submitted_values_are_said_with_who_and_when(
    built_world: World, smup: Smup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.csv"
    path.write_text("area;indicator;period;value;note\nKraków;score;2020;61,5;ours\nTarnów;score;2020;b.d.;\n")
    assert smup("add", path, "--who", "Miasto <b>Kraków</b>", "--data", built_world.data).code == 0
    build(built_world.data)
    store = open_store(built_world.data)
    (row,) = submissions.submitted(store, "score").to_dict("records")
    store.close()
    assert (row["area_id"], row["period"], row["value"], row["note"]) == ("126101", 2020, 61.5, "ours")
    assert row["who"] == "Miasto <b>Kraków</b>" and row["status_name"] == "A name_pl żółć"
    monkeypatch.setenv("SMUP_DATA", str(built_world.data))
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app.query_params.update({"area": "126101,126301", "period": "2020", "quality": "score"})
    app = app.switch_page(str(CHECKOUT / "src" / "smup" / "pages" / "comparison.py")).run()
    assert not app.exception and not app.error
    traces = [trace for one in app.get("plotly_chart") for trace in json.loads(one.proto.spec)["data"]]
    mark = next(trace for trace in traces if trace.get("marker", {}).get("symbol") == "square")
    assert numbers(mark["x"]) == [61.5] and "&lt;b&gt;" in mark["name"] and "dane zgłoszone" in mark["name"]
    assert "Kraków 2020 – 61,5" in everything(app)
    st.cache_resource.clear()
