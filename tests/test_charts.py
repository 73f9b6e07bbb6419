"""Charts show what the frame holds: order, colour of the one area, median, gaps."""

import tomllib
from datetime import time

import pandas as pd
import pytest

from conftest import CHECKOUT
from smup.charts import (
    FOCUS,
    OTHER,
    change_over_time,
    change_side_by_side,
    compare_areas,
    paint,
    positions,
    rank_areas,
    timeline,
)
from test_text import CARD


def test_bars_run_from_the_longest_down_with_one_area_in_colour_and_the_median() -> None:
    frame = pd.DataFrame({"label": ["A", "B", "C"], "value": [2.0, 5.0, None], "light": "green"})
    figure = compare_areas(frame, CARD, 3.0)
    bars = figure.data[0]
    assert list(bars.y) == ["A", "B"] and list(bars.x) == [2.0, 5.0]  # drawn from below: B is on top
    assert list(bars.marker.color) == [FOCUS, OTHER]
    assert figure.layout.shapes[0].x0 == 3.0
    assert not compare_areas(frame, CARD, None).layout.shapes


def test_a_bar_that_may_not_be_compared_is_hollow_and_every_reservation_has_its_mark() -> None:
    frame = pd.DataFrame({"label": list("ABC"), "value": [1.0, 2.0, 3.0], "light": ["green", "amber", "grey"]})
    bars = compare_areas(frame, CARD, None).data[0]
    assert list(bars.text) == ["1,0\u00a0%", "2,0\u00a0%\u00a0◐", "3,0\u00a0%\u00a0○"]
    assert list(bars.marker.color) == [FOCUS, OTHER, "rgba(0,0,0,0)"]
    assert list(bars.marker.line.width) == [0, 0, 2] and bars.marker.line.color[2] == OTHER


def test_a_measured_zero_has_its_number_though_its_bar_has_no_length() -> None:
    frame = pd.DataFrame(
        {"area_id": list("ABC"), "label": list("ABC"), "value": [0.0, 2.0, None], "median": None, "light": "green"}
    )
    for figure in (compare_areas(frame, CARD, None), rank_areas(frame, CARD, [])):
        assert list(figure.data[1].y) == ["A"] and list(figure.data[1].text) == ["0,0\u00a0%"]
    assert len(compare_areas(frame[1:], CARD, None).data) == 1


def test_every_chart_of_a_group_names_it() -> None:
    frame = pd.DataFrame({"area_id": ["a"], "label": ["A"], "value": [9.0], "median": [None], "light": "green"})
    for figure in (compare_areas(frame, CARD, None, "gminy miejskie"), rank_areas(frame, CARD, [], "gminy miejskie")):
        assert [note.text for note in figure.layout.annotations] == ["na tle grupy: gminy miejskie"]
    many = pd.concat([frame] * 100, ignore_index=True)
    assert rank_areas(many, CARD, [], "gminy miejskie").layout.xaxis.title.text.endswith("– gminy miejskie")


def test_a_year_without_a_value_is_a_gap() -> None:
    frame = pd.DataFrame(
        {
            "label": ["A"] * 3,
            "period": [2018, 2019, 2020],
            "value": [1.0, None, 3.0],
            "percentile": [None] * 3,
            "status": "A",
        }
    )
    line = change_over_time(frame, CARD).data[0]
    assert line.connectgaps is False
    assert pd.isna(line.y[1]) and list(line.x) == [2018, 2019, 2020]


def test_no_line_crosses_a_break() -> None:
    frame = pd.DataFrame(
        {"label": "A", "period": [2018, 2019, 2020], "value": [1.0, 2.0, 3.0], "status": ["A", "B", "A"]}
    )
    line = change_over_time(frame, CARD).data[0]
    assert list(line.x) == [2018, 2018.5, 2019, 2020] and pd.isna(line.y[1])


def test_where_levels_differ_between_years_positions_are_drawn() -> None:
    frame = pd.DataFrame(
        {"label": ["A"] * 2, "period": [2024, 2025], "value": [40.0, 60.0], "percentile": [70.0, 65.0], "status": "A"}
    )
    card = type(CARD)(**{**CARD.__dict__, "over_time": "positions"})
    assert list(change_over_time(frame, card).data[0].y) == [70.0, 65.0]


def test_names_at_the_ends_of_lines_that_end_close_together_stand_apart() -> None:
    ends = {"A": 50.0, "B": 50.0, "C": 100.0, "Długa nazwa w dwóch wierszach": 51.0, "D": 0.0}
    frame = pd.DataFrame({
        "label": [label for label in ends for _year in "12"], "period": [2019, 2020] * len(ends), "status": "A",
        "value": [value for end in ends.values() for value in (0.0, end)],
    })  # fmt: skip
    notes = {note.text: note for note in change_over_time(frame, CARD).layout.annotations}
    notes["A"] = notes.pop("<b>A</b>")
    height = {text: 2.7 * note.y + note.yshift for text, note in notes.items()}
    assert notes["C"].yshift == notes["D"].yshift == 0, "nobody is near"
    assert height["B"] - height["A"] == pytest.approx(16)
    assert height["Długa nazwa w<br>dwóch wierszach"] - height["B"] == pytest.approx(24)
    shifts = [notes[text].yshift for text in ("A", "B", "Długa nazwa w<br>dwóch wierszach")]
    assert sum(shifts) == pytest.approx(0), "no further than they need"
    elsewhere = frame[(frame["label"] != "B") | (frame["period"] < 2020)]
    moved = {note.text: note.yshift for note in change_over_time(elsewhere, CARD).layout.annotations}
    assert moved["D"] - moved["B"] == pytest.approx(16), "also of lines that end in different years, B in 2019 at D's 0"


def _eight() -> pd.DataFrame:
    """Eight areas over three years: n at 10n, 10n + 1, 10n + 2; no value of the second in the last year."""
    labels = [f"Gmina {n}" for n in range(8) for _year in "123"]
    values = [10.0 * n + step for n in range(8) for step in range(3)]
    frame = pd.DataFrame({"label": labels, "period": [2019, 2020, 2021] * 8, "value": values, "status": "A"})
    frame.loc[5, "value"] = None
    return frame


def test_many_areas_have_a_panel_each_with_the_others_grey_behind_and_the_same_axes() -> None:
    frame = _eight()
    figure = change_side_by_side(frame, CARD)
    behind, lines = figure.data[0::2], figure.data[1::2]
    assert [line.name for line in lines] == list(dict.fromkeys(frame["label"]))
    assert {line.line.color for line in lines} == {FOCUS} and {line.line.color for line in behind} == {OTHER}
    assert list(lines[7].y) == [70.0, 71.0, 72.0] and (lines[7].xaxis, lines[7].yaxis) == ("x8", "y8")
    grey = [value for value in behind[7].y if pd.notna(value)]
    assert grey == [value for value in frame["value"].dropna() if value < 70], "all the others and not itself"
    gaps = [place for place, value in enumerate(behind[7].y) if pd.isna(value)]
    assert gaps == [3, 6, 7, 11, 15, 19, 23, 27], "no line goes on to the next area, or over a year without a value"
    axes = [figure.layout[f"yaxis{number}"] for number in range(1, 9)]
    assert len(axes) == 8 and len({axis.range for axis in axes}) == 1
    assert axes[0].range[0] < 0 and axes[0].range[1] > 72
    years = [figure.layout[f"xaxis{number}"] for number in range(1, 9)]
    assert {axis.range for axis in years} == {(2018.4, 2021.6)}
    assert [axis.showticklabels for axis in axes] == [True, False, False] * 2 + [True, False]
    assert [axis.showticklabels for axis in years] == [False] * 5 + [True] * 3, "the lowest of each column"


def test_above_a_panel_stand_the_name_and_the_latest_value_with_its_year() -> None:
    titles = [note.text for note in change_side_by_side(_eight(), CARD).layout.annotations]
    assert titles[:3] == [
        "<b>Gmina 0</b><br>2,0\u00a0% (2021)",
        "Gmina 1<br>11,0\u00a0% (2020)",
        "Gmina 2<br>22,0\u00a0% (2021)",
    ]
    assert titles[8:] == ["procent"], "the unit once"
    empty = _eight()
    empty.loc[empty["label"] == "Gmina 3", "value"] = None
    assert change_side_by_side(empty, CARD).layout.annotations[3].text == "Gmina 3<br>–"


def test_in_a_panel_no_line_crosses_a_break_and_a_line_of_one_value_has_an_axis() -> None:
    frame = _eight()
    frame.loc[frame["label"].eq("Gmina 2") & frame["period"].eq(2020), "status"] = "B"
    line = change_side_by_side(frame, CARD).data[5]
    assert list(line.x) == [2019, 2019.5, 2020, 2021] and pd.isna(line.y[1])
    flat = change_side_by_side(frame.assign(value=7.0), CARD)
    assert flat.layout.yaxis.range == (6.0, 8.0)


def test_own_marks_stand_in_the_panel_of_their_area() -> None:
    own = pd.DataFrame({
        "area_id": ["a", "b"], "label": ["Gmina 0", "Gmina 4"], "period": [2021, 2022], "value": [5.0, 90.0],
        "text": "x", "status_name": None, "note": None, "source": "file.csv", "submitted": False,
    })  # fmt: skip
    figure = change_side_by_side(_eight(), CARD, own=own)
    marks = figure.data[16:]
    assert [(mark.xaxis, mark.yaxis, list(mark.x), list(mark.y)) for mark in marks] == [
        ("x", "y", [2021], [5.0]), ("x5", "y5", [2022], [90.0]),
    ]  # fmt: skip
    assert [mark.showlegend for mark in marks] == [True, False], "a source is named once"
    assert figure.layout.yaxis.range[1] > 90 and figure.layout.xaxis.range[1] > 2022


def test_a_group_too_small_for_a_median_is_drawn_without_one() -> None:
    frame = pd.DataFrame({"area_id": ["a"], "label": ["A"], "value": [9.0], "median": [None], "light": "green"})
    assert not rank_areas(frame, CARD, []).layout.shapes


def test_a_ranking_names_few_areas_and_marks_the_chosen_among_many() -> None:
    few = pd.DataFrame({"area_id": ["a", "b"], "label": ["A", "B"], "value": [9.0, 1.0], "median": [5.0, 5.0]}).assign(
        light="green"
    )
    bars = rank_areas(few, CARD, ["a"]).data[0]
    assert list(bars.y) == ["B", "A"] and list(bars.marker.color) == [OTHER, FOCUS]
    many = pd.DataFrame({
        "area_id": [str(n) for n in range(100)], "label": [f"G{n}" for n in range(100)],
        "value": [float(100 - n) for n in range(100)], "median": [50.5] * 100, "light": ["green"] * 100,
    })  # fmt: skip
    figure = rank_areas(many, CARD, ["41"])
    assert [note.text for note in figure.layout.annotations] == ["<b>G41</b>", "mediana 50,5"]
    assert list(figure.data[0].x) == list(range(1, 101))


def test_positions_are_hollow_where_nothing_is_judged() -> None:
    frame = pd.DataFrame({
        "indicator": ["I", "J"], "period": [2020, 2021], "percentile": [90.0, 10.0], "polarity": ["lower", "none"],
        "value": [1.0, 2.0], "decimals": [0, 0], "short_unit": ["", ""], "light": ["green", "amber"],
        "percentile_low": [60.0, None], "percentile_high": [92.5, None],
    })  # fmt: skip
    figure = positions(frame)
    track, moves, middle, marks = figure.data
    assert list(middle.x) == [50, 50] and not figure.layout.shapes, "the middle crosses the tracks and no name"
    assert list(middle.y) == list(marks.y) == [-45, -90], "each below its name"
    assert list(marks.marker.symbol) == ["circle", "circle-open"]
    assert list(marks.x) == [90.0, 10.0]
    assert (moves.base[0], moves.x[0]) == (60.0, 32.5), "from the lowest position to the highest"
    assert pd.isna(moves.x[1]), "nothing where it is not known"
    assert figure.layout.barmode == "overlay" and list(track.x) == [100, 100]
    assert [note.text for note in figure.layout.annotations] == ["I (2020): 1", "J (2021): 2\u00a0◐"]


EVENTS = pd.DataFrame({
    "name": ["Panel <b>x</b>", "Zjazd", "Warsztat"], "whole": ["Kongres", "Zjazd", "Kongres"],
    "starts_on": pd.to_datetime(["2021-06-08", "2020-01-31", "2021-06-07"]),
    "ends_on": pd.to_datetime([None, "2020-02-02", None]),
    "starts_at": [time(10, 30), None, None], "ends_at": [time(11, 25), None, None],
    "date_basis": ["stated", "stated", "inferred"],
})  # fmt: skip


def test_a_timeline_stands_in_the_order_of_days_below_each_whole() -> None:
    figure = timeline(EVENTS)
    assert [note.text for note in figure.layout.annotations] == [
        "<b>Zjazd</b>", "31 stycznia 2020 – 2 lutego 2020",
        "<b>Kongres</b>", "7 czerwca 2021 · Warsztat", "8 czerwca 2021, 10:30–11:25 · Panel &lt;b&gt;x&lt;/b&gt;",
    ]  # fmt: skip
    marks = figure.data[1::2]
    assert [str(mark.x[0])[:10] for mark in marks] == ["2020-01-31", "2021-06-07", "2021-06-08"]
    assert [str(mark.x[1])[:10] for mark in marks] == ["2020-02-02", "2021-06-07", "2021-06-08"]
    assert [mark.marker.symbol for mark in marks] == ["circle", "circle-open", "circle"], "hollow where inferred"
    heights = [mark.y[0] for mark in marks]
    assert heights == sorted(heights, reverse=True)
    first, last = figure.layout.xaxis.range
    assert str(first)[:10] == "2019-12-01" and str(last)[:10] == "2021-08-01"
    assert 2 <= len(figure.layout.xaxis.tickvals) <= 6


@pytest.mark.parametrize("days", [["2021-06-08"], ["1990-01-01", "2100-12-31"], ["2021-12-31", "2022-01-01"]])
def test_a_timeline_of_any_length_has_a_few_months_on_its_axis(days: list[str]) -> None:
    frame = EVENTS.head(1).merge(pd.DataFrame({"starts_on": pd.to_datetime(days)}), how="cross", suffixes=("_", ""))
    axis = timeline(frame).layout.xaxis
    assert 2 <= len(axis.tickvals) <= 6
    assert str(axis.range[0])[:10] < days[0] and days[-1] < str(axis.range[1])[:10]


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_wcag() -> None:
    assert _contrast("#ffffff", "#000000") == pytest.approx(21)
    assert _contrast("#ffffff", "#777777") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_stand_out_from_the_page_of_both_themes_and_words_on_bars_from_the_bars(scheme: str) -> None:
    page = tomllib.loads((CHECKOUT / ".streamlit" / "config.toml").read_text())["theme"][scheme]["backgroundColor"]
    assert min(_contrast(mark, page) for mark in (FOCUS, OTHER, paint.MEDIAN, paint.GROUP, paint.OWN)) >= 3
    assert min(_contrast(bar, ink) for bar, ink in paint.INSIDE.items()) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pinned_column_of_a_table_can_be_read_though_streamlit_fades_it(scheme: str) -> None:
    theme = tomllib.loads((CHECKOUT / ".streamlit" / "config.toml").read_text())["theme"][scheme]
    shares = [
        (int(theme["textColor"][place : place + 2], 16), int(theme["backgroundColor"][place : place + 2], 16))
        for place in (1, 3, 5)
    ]
    faded = "#" + "".join(f"{round(0.6 * ink + 0.4 * page):02x}" for ink, page in shares)
    assert _contrast(faded, theme["backgroundColor"]) >= 4.5
