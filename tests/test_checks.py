"""Every data-quality rule finds the row that breaks it, and the shipped store breaks none."""

import shutil
from pathlib import Path

import duckdb
import pytest

from smup.checks import CHECKS, Check, offending_rows
from smup.store import Store

KRAKOW = "area_id = '126101'"
# Rule: cases of SQL that breaks it in the small world, and what the one offending row must hold.
BREAKS: dict[str, list[tuple[str, dict[str, object]]]] = {
    "observation_key": [
        (
            f"insert into observation select * from observation where {KRAKOW} and variable_id = 'cost_pc'",
            {"area_id": "126101", "variable_id": "cost_pc", "period": 2020, "times": 2, "sources": "gus_bdl, gus_bdl"},
        )
    ],
    "observation_variable": [
        (
            "insert into observation values ('126101', 'mystery', 2020, 1, 'A', 'gus_bdl')",
            {"area_id": "126101", "variable_id": "mystery"},
        )
    ],
    "observation_source": [
        (
            "insert into observation values ('126101', 'cost_pc', 2021, 1, 'A', 'press')",
            {"period": 2021, "source_id": "press"},
        )
    ],
    "null_explained": [
        (
            f"update observation set value = null where {KRAKOW} and variable_id = 'cost_pc'",
            {"area_id": "126101", "variable_id": "cost_pc", "status": "A"},
        ),
        (
            f"update observation set status = 'Q' where {KRAKOW} and variable_id = 'cost_pc'",
            {"area_id": "126101", "variable_id": "cost_pc", "value": 40},
        ),
    ],
    "finite": [
        (
            f"update observation set value = '{value}' where {KRAKOW} and variable_id = 'cost_pc'",
            {"area_id": "126101", "variable_id": "cost_pc"},
        )
        for value in ("inf", "-inf", "nan")
    ],
    "percent": [
        (
            f"update observation set value = {value} where {KRAKOW} and variable_id = 'score_pct'",
            {"area_id": "126101", "variable_id": "score_pct", "value": value},
        )
        for value in (100.5, -1)
    ],
    "few_areas": [
        ("update comparability set threshold = 5 where reason = 'few_areas'", {"reason": "few_areas", "threshold": 5}),
    ],
    "before_birth": [
        (
            """
            update area set valid_from = date '2021-01-01' where area_id = '120616';
            delete from observation where area_id = '120616' and variable_id <> 'cost_pc'
            """,
            {"area_id": "120616", "variable_id": "cost_pc", "period": 2020},
        )
    ],
    "area_label": [
        ("update area set label = 'Tarnów' where area_id = '126201'", {"label": "Tarnów"}),
    ],
    "variable_observed": [
        ("delete from observation where variable_id = 'children'", {"variable_id": "children"}),
    ],
    "indicator_has_values": [
        ("update indicator_value set value = null, status = 'O' where indicator_id = 'cost'", {"indicator_id": "cost"}),
        ("delete from indicator_value where indicator_id = 'cost'", {"indicator_id": "cost", "formula": "cost_pc"}),
    ],
    "indicator_value_key": [
        (
            f"insert into indicator_value select * from indicator_value where {KRAKOW} and indicator_id = 'cost'",
            {"area_id": "126101", "indicator_id": "cost", "period": 2020},
        )
    ],
    "note_applies": [
        (
            f"insert into observation_note values ('cost_pc', {area}, {period}, 'U', 'uwaga', 'note')",
            {"variable_id": "cost_pc", "status": "U"},
        )
        for area, period in (("'126101'", "1999"), ("'PL'", "null"), ("null", "1999"))
    ],
    "aggregate_between": [
        (
            f"update indicator_value set value = {value} where area_id = 'smk' and indicator_id = '{indicator_id}'",
            {"area_id": "smk", "indicator_id": indicator_id, "value": value},
        )
        for indicator_id, value in (("cost", 40.1), ("cost", 7.9), ("class_size", 25.1))
    ],
    "pair_sound": [
        (f"update pair set {change} where pair_id = 'cost_score'", {"pair_id": "cost_score"})
        for change in ("cost_indicator_id = 'score'", "output_indicator_id = 'cost'", "better = 'lower'")
    ],
    "pair_factors": [
        (
            f"update pair set factors = '{factors}' where pair_id = 'cost_score'",
            {"pair_id": "cost_score"},
        )
        for factors in ("cost;score", "cost;nonsense")
    ],
    "evidence_quote": [
        (
            f"update evidence set {change} where record_id = 'kongres' and field = 'area_id'",
            {"record_id": "kongres", "field": "area_id"},
        )
        for change in ("start_char = start_char + 1", "end_char = end_char + 1", "quote = 'w Tarnowie'")
    ],
    "evidence_record": [
        (
            "insert into evidence values ('zjazd', 'name', '000', 0, 7, 'Kongres', null, 'reviewed')",
            {"record_id": "zjazd", "field": "name"},
        ),
        (
            "insert into evidence values ('kongres@x', 'event_id', '000', 0, 7, 'Kongres', null, 'reviewed')",
            {"record_id": "kongres@x"},
        ),
    ],
    "field_proven": [
        (
            f"delete from evidence where record_id = '{record_id}' and field = '{field}'",
            {"record_id": record_id, "field": field},
        )
        for record_id, field in (("kongres", "date_basis"), ("kongres", "starts_on"), ("nasze_szkoly", "summary_en"))
    ],
    "part_of_event": [
        (
            "delete from presented; update event set part_of = 'zjazd' where event_id = 'panel'",
            {"event_id": "panel", "part_of": "zjazd"},
        ),
        (
            "delete from presented; update event set part_of = 'panel' where event_id = 'panel'",
            {"event_id": "panel", "part_of": "panel"},
        ),
    ],
    "part_within_whole": [
        (
            f"""
            delete from presented;
            update event set date_basis = 'stated', starts_on = date '{day}', ends_on = date '{last}'
            where event_id = 'panel'
            """,
            {"event_id": "panel", "whole": "kongres"},
        )
        for day, last in (("2020-06-07", "2020-06-08"), ("2020-06-08", "2020-06-09"))
    ],
}


def broken(store: Store, statement: str, folder: Path) -> Store:
    """A copy of ``store`` in which ``statement`` was run, whatever the program would have said to it."""
    shutil.copy(store.path, folder / "broken.duckdb")
    with duckdb.connect(str(folder / "broken.duckdb")) as connection:
        connection.execute(statement)
    return Store(folder / "broken.duckdb")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_rule_returns_the_row_that_breaks_it(check: Check, small_store: Store, tmp_path: Path) -> None:
    assert offending_rows(small_store, check).empty
    assert check.name in BREAKS, "write a case that breaks the new rule"
    for statement, expected in BREAKS[check.name]:
        rows = offending_rows(broken(small_store, statement, tmp_path), check)
        assert len(rows) == 1, f"{statement}: {rows}"
        assert {column: rows[column].item() for column in expected} == expected


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_the_shipped_store_keeps_every_rule(check: Check, store: Store) -> None:
    rows = offending_rows(store, check)
    assert rows.empty, f"{check.demands}\n{rows}"


def test_no_case_is_left_of_a_rule_that_is_gone() -> None:
    assert set(BREAKS) == {check.name for check in CHECKS}


def test_every_rule_has_a_name_of_its_own_and_says_in_a_sentence_what_it_demands() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.name.isidentifier()
        assert check.demands[0].isupper()
        assert check.demands.endswith(".")


def test_offending_rows_are_given_up_to_a_limit(small_store: Store, tmp_path: Path) -> None:
    store = broken(small_store, "update observation set value = 'inf' where variable_id = 'cost_pc'", tmp_path)
    finite = next(check for check in CHECKS if check.name == "finite")
    assert len(offending_rows(store, finite)) == 12
    assert len(offending_rows(store, finite, limit=5)) == 5
