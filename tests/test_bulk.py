"""A large source in small: a file for each variable, live tables, and answers about them like about all others."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from conftest import Smup, found
from smup.bench.bulk import SOURCE, write_bulk
from smup.build import build, open_store
from smup.edition import edition_id
from smup.methods.ranking import standing
from smup.model import Polarity, SmupError
from smup.queries import catalogue, editions, figures, monitoring, places
from smup.queries.exports import EXPORTS
from smup.store import Store

INDICATORS, YEARS = 20, 2
KRAKOW = "126101"


@pytest.fixture(scope="module")
def bulk(copy_of_inputs: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = copy_of_inputs(tmp_path_factory.mktemp("bulk"))
    write_bulk(data, INDICATORS, YEARS)
    return data


@pytest.fixture(scope="module")
def bulk_store(bulk: Path) -> Iterator[Store]:
    build(bulk)
    store = open_store(bulk)
    yield store
    store.close()


@pytest.fixture
def inputs(bulk: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil, without an edition."""
    for folder in ("data", "seeds"):
        shutil.copytree(bulk.parent / folder, tmp_path / folder, ignore=shutil.ignore_patterns("edition", "*.duckdb"))
    return tmp_path / "data"


def written(data: Path, variable_id: str) -> pd.DataFrame:
    return pd.read_parquet(data / "observation" / SOURCE / f"{variable_id}.parquet")


def test_every_live_value_is_that_of_its_file(bulk: Path, bulk_store: Store) -> None:
    rows = pd.concat([written(bulk, f"smup_{number}") for number in range(1, INDICATORS + 1)])
    assert len(rows) == INDICATORS * YEARS * 2810
    key = ["area_id", "indicator_id", "period"]
    expected = rows.rename(columns={"variable_id": "indicator_id"}).sort_values(key, ignore_index=True)
    stored = bulk_store.query(
        f"select {', '.join(key)}, value, status from indicator_value where indicator_id like 'smup%'"
    ).sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(stored[key], expected[key], check_dtype=False)
    np.testing.assert_array_equal(stored["value"], expected["value"])
    assert (stored["status"] == expected["status"]).all()
    assert 0.005 < stored["value"].isna().mean() < 0.02
    sources = bulk_store.query("select distinct source_id from observation where variable_id like 'smup%'")
    assert sources["source_id"].tolist() == [SOURCE]


@pytest.mark.parametrize("number", [3, 4, 5])  # judged by nothing, higher, lower
def test_places_of_live_values_are_those_that_the_method_gives(bulk: Path, bulk_store: Store, number: int) -> None:
    polarity = (Polarity.NONE, Polarity.HIGHER, Polarity.LOWER)[number % 3]
    rows = written(bulk, f"smup_{number}")
    values = rows[rows["period"] == 2024].set_index("area_id")["value"]
    for group_id in ("city_with_powiat_rights", "rural.12", "smk", "similar.126101.7", "neighbours.120611"):
        table = places.ranking(bulk_store, f"smup_{number}", 2024, group_id).set_index("area_id").sort_index()
        expected = standing(values[table.index], polarity)
        for column in ("value", "rank", "percentile", "quartile"):
            wanted, got = expected[column].astype("Float64"), table[column].astype("Float64")
            pd.testing.assert_series_equal(got, wanted, check_exact=False, rtol=1e-12)


def test_nothing_is_aggregated_where_members_do_not_make_up_the_whole(bulk: Path, bulk_store: Store) -> None:
    """Larger areas have the values that the source gives them; metropolitan areas, which it passes over, have none."""
    rows = written(bulk, "smup_7")
    poland = rows[(rows["area_id"] == "PL") & (rows["period"] == 2024)].iloc[0]
    assert found(bulk_store, "PL", "smup_7", 2024) == (poland["value"], "A", 1)
    metros = bulk_store.query(
        "select * from indicator_value join area using (area_id) where level = 'metro' and indicator_id like 'smup%'"
    )
    assert metros.empty


def test_the_shipped_part_of_the_edition_is_as_without_the_live_one(store: Store, bulk_store: Store) -> None:
    shipped = "select {} from {} where indicator_id not like 'smup%' order by all"
    for columns, table in (("*", "indicator_value"), ("*", "indicator_extent"), ("*", "indicator_year")):
        ask = shipped.format(columns, table)
        pd.testing.assert_frame_equal(bulk_store.query(ask), store.query(ask), check_exact=True)
    ask = "select * from observation where variable_id not like 'smup%' order by all"
    pd.testing.assert_frame_equal(bulk_store.query(ask), store.query(ask), check_exact=True)
    for table in ("peer", "area_structure", "comparison_group", "group_member"):
        assert bulk_store.query(f"from {table}").equals(store.query(f"from {table}")), table


def test_readers_are_answered_about_live_indicators(bulk_store: Store) -> None:
    assert catalogue.periods(bulk_store, "smup_7", "smk") == [2024, 2023]
    assert catalogue.indicator(bulk_store, "smup_7").sources.startswith("Główny Urząd Statystyczny (GUS), System Monit")
    dictionary = catalogue.dictionary(bulk_store, "smup_7").set_index("indicator_id").loc["smup_7"]
    assert (dictionary["years"], dictionary["first_period"], dictionary["sources"]) == (2, 2023, SOURCE)
    assert dictionary["areas"] > 2800
    table = figures.comparison_table(bulk_store, ["smup_7", "exam8_maths"], "city_with_powiat_rights", [KRAKOW])
    assert table["indicator_id"].tolist() == ["smup_7", "exam8_maths"]
    assert table["rank"].notna().all()
    assert {"smup_7", "exam8_maths"} <= set(monitoring.movers(bulk_store, KRAKOW)["indicator_id"])
    source = editions.sources(bulk_store).set_index("source_id").loc[SOURCE]
    given = bulk_store.query("select count(value) as n from observation where source_id = $source", source=SOURCE)
    assert source["observations"] == given["n"].item()


def test_the_places_of_one_year_are_those_of_all(bulk_store: Store) -> None:
    asked = "from placed(null, g.group_id in ('smk', 'rural.12') and v.indicator_id = 'smup_7' and v.period = 2024)"
    whole = "from benchmark where group_id in ('smk', 'rural.12') and indicator_id = 'smup_7' and period = 2024"
    assert len(bulk_store.query(asked)) > 20
    assert bulk_store.query(f"select * from ({asked}) order by all").equals(
        bulk_store.query(f"select * from ({whole}) order by all")
    )


def test_any_change_of_a_live_file_makes_another_edition(inputs: Path) -> None:
    seen = {edition_id(inputs)}
    folder = inputs / "observation" / SOURCE
    changed = [*sorted((inputs / "live").iterdir()), folder / "smup_1.parquet"]
    for path in changed:
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        seen.add(edition_id(inputs))
        path.write_bytes(content)
    folder.rename(inputs / "observation" / "other")
    seen.add(edition_id(inputs))
    (inputs / "observation" / "other").rename(folder)
    (inputs / "live" / "unit.csv").rename(inputs / "live" / "theme.csv")
    seen.add(edition_id(inputs))
    (inputs / "live" / "theme.csv").rename(inputs / "live" / "unit.csv")
    (folder / "smup_2.parquet").unlink()
    seen.add(edition_id(inputs))
    assert len(changed) == 5
    assert len(seen) == 1 + len(changed) + 3


def cells(data: Path, file: str, **columns: object) -> None:
    path = data / "observation" / SOURCE / f"{file}.parquet"
    frame = pd.read_parquet(path)
    for column, cell in columns.items():
        frame.loc[4, column] = cell
    frame.to_parquet(path, index=False)


def line(data: Path, table: str, text: str) -> None:
    with (data / "live" / f"{table}.csv").open("a", encoding="utf-8") as file:
        file.write(text + "\n")


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


WRONG: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "a folder of no source": (
        lambda data: (data / "observation" / SOURCE).rename(data / "observation" / "press"),
        ["observation/press: “press” is not in source.csv"],
    ),
    "a file of no variable": (
        lambda data: shutil.copy(
            data / "observation" / SOURCE / "smup_1.parquet", data / "observation" / SOURCE / "mystery.parquet"
        ),
        ["mystery.parquet: “mystery” is no variable of smup_api"],
    ),
    "a file of another source's variable": (
        lambda data: shutil.copy(
            data / "observation" / SOURCE / "smup_1.parquet", data / "observation" / SOURCE / "population.parquet"
        ),
        ["population.parquet: “population” is no variable of smup_api"],
    ),
    "a variable without its file": (
        lambda data: (data / "observation" / SOURCE / "smup_9.parquet").unlink(),
        ["smup_9.parquet is missing; run “smup sync” again"],
    ),
    "a source in a file and in a folder": (
        lambda data: shutil.copy(
            data / "observation" / SOURCE / "smup_1.parquet", data / "observation" / f"{SOURCE}.parquet"
        ),
        [f"{SOURCE}.parquet and a folder of that name", "keep one of them"],
    ),
    "a damaged file": (
        lambda data: (data / "observation" / SOURCE / "smup_3.parquet").write_bytes(b"PAR1"),
        ["smup_3.parquet is damaged or no Parquet file; run “smup sync” again"],
    ),
    "a row of another variable": (
        lambda data: cells(data, "smup_3", variable_id="smup_4"),
        ["smup_3.parquet, row 5, column variable_id: “smup_4” is not the variable that the file is named after"],
    ),
    "an unknown area": (
        lambda data: cells(data, "smup_3", area_id="999999"),
        ["smup_3.parquet, row 5, column area_id: “999999” is not in area.csv"],
    ),
    "an infinite value": (
        lambda data: cells(data, "smup_3", value=float("inf"), status="A"),
        ["smup_3.parquet, row 5, column value", "finite"],
    ),
    "a row that is there twice": (
        lambda data: cells(data, "smup_3", **written(data, "smup_3").iloc[3].to_dict()),
        ["smup_3.parquet, row 5, column area_id, variable_id, period", "is there twice"],
    ),
    "its variable in another source": (
        lambda data: pd.concat(
            [
                pd.read_parquet(data / "observation" / "gus_cpi.parquet"),
                pd.DataFrame([("126101", "smup_3", 1999, 1.0, "A")], columns=written(data, "smup_3").columns),
            ]
        ).to_parquet(data / "observation" / "gus_cpi.parquet", index=False),
        ["gus_cpi.parquet, row", "column variable_id: “smup_3” has a file of its own"],
    ),
    "a live key that is there already": (
        lambda data: line(data, "unit", "%,procent,per cent,,"),
        ["live/unit.csv, row 3, column unit: % is there twice"],
    ),
    "a live service of no theme": (
        lambda data: line(data, "service", "smup_new,space,Kosmos,Space"),
        ["live/service.csv, row 22, column theme_id: “space” is not in theme.csv"],
    ),
    "a live formula over nothing known": (
        lambda data: replaced(data / "live" / "indicator.csv", ",smup_2,none", ",smup_x,none"),
        ["live/indicator.csv, row 3, column formula: “smup_x” is not in variable.csv"],
    ),
    "a live table with a wrong cell": (
        lambda data: replaced(data / "live" / "indicator.csv", "smup_points,2,lower", "smup_points,9,lower"),
        ["live/indicator.csv, row", "column decimals holds “9”"],
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_what_a_sync_left_is_refused_in_one_sentence(inputs: Path, fault: str) -> None:
    spoil, parts = WRONG[fault]
    spoil(inputs)
    with pytest.raises(SmupError) as refusal:
        build(inputs)
    sentence = str(refusal.value)
    assert [part for part in parts if part not in sentence] == [], sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert not [path.name for path in (inputs / "edition").iterdir() if "draft" in path.name]


def test_a_half_written_file_beside_the_others_is_passed_over(inputs: Path) -> None:
    before = edition_id(inputs)
    (inputs / "observation" / SOURCE / "smup_1.parquet.draft").write_bytes(b"half")
    assert edition_id(inputs) == before


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_places_are_exported_in_parts_that_make_the_whole(
    smup: Smup, bulk: Path, bulk_store: Store, tmp_path: Path, form: str
) -> None:
    target = tmp_path / f"places.{form}"
    answer = smup("export", "benchmark", "--format", form, "--output", target, "--data", bulk)
    whole = bulk_store.query(EXPORTS["benchmark"])
    assert answer.sentence == f"{len(whole)} rows written to {target}."
    back = pd.read_parquet(target) if form == "parquet" else pd.read_csv(target, dtype={"area_id": str})
    assert len(back) == len(whole) > 1_000_000
    for column in ("area_id", "indicator_id", "period", "group_id", "rank", "percentile", "p75"):
        left, right = back[column].astype(whole[column].dtype), whole[column]
        pd.testing.assert_series_equal(left, right, rtol=1e-14)


def test_a_table_that_fits_on_no_sheet_is_refused_in_one_sentence(smup: Smup, bulk: Path, bulk_store: Store) -> None:
    answer = smup("export", "benchmark", "--format", "xlsx", "--data", bulk)
    assert (answer.code, answer.out) == (1, b"")
    assert answer.sentence == "More than 1048575 rows do not fit on an XLSX sheet; export as csv or parquet."
