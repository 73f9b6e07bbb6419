"""A SMUP of the real size: its units, its twins, its marks, the same for a seed."""

from collections import Counter

import httpx
import pytest

from smup_sized import AREAS, OF_ALL, OF_GMINAS, TWIN, smup_sized


def test_a_server_of_the_real_size_makes_its_rows_when_asked() -> None:
    smup = smup_sized(2975, 1285, range(2010, 2025), seed=1)
    assert len({one.id for one in smup.indicators}) == 1285 and len({service.id for service in smup.services}) == 64
    assert {one.service for one in smup.indicators} == {service.id for service in smup.services}
    assert len({one.dimension for one in smup.indicators}) == 4
    with smup, httpx.Client(base_url=smup.url) as client:
        assert [row["nazwa-obszaru"] for row in client.get("/areas-list").json()] == [area.pl for area in AREAS]
        assert len(client.get("/indicator-list").json()) == 1285
        units = client.get("/teryt-dictionary?page-size=5000").json()
        rows = {number: client.get(f"/indicator-date-data?id={number}&id-daty=20241231").json()
                for number in (*OF_ALL[:6], 4068, 4068 + TWIN, 19)}  # fmt: skip
        assert client.get("/indicator-date-data?id=17&id-daty=20241231").status_code == 404
        assert client.get("/indicator-date-data?id=17&id-daty=20231231").status_code == 200
    assert len(units) == len({row["id-teryt"] for row in units}) == 2975
    assert Counter(row["rodz"] for row in units) == {"": 314, "1": 302, "2": 1453, "3": 724, "4": 91, "5": 91}
    digits = {row["id-teryt"]: row["woj"] + row["pow"] + row["gmn"] for row in units if row["rodz"] not in ("4", "5")}
    assert len(set(digits.values())) == len(digits) == 2793
    assert all(len(number) == (6 if row["rodz"] else 4) for row in units if (number := digits.get(row["id-teryt"])))
    assert all(len(rows[number]) == 2975 for number in (*OF_ALL[:6], 19))
    gminas, cities = ({digits[row["id-teryt"]] for row in rows[number]} for number in (4068, 4068 + TWIN))
    assert len(gminas) == 2413 and len(cities) == 66 and not gminas & cities and "126101" in cities


def test_values_of_a_sized_server_are_marked_rounded_and_the_same_for_a_seed() -> None:
    smup, again, other = (smup_sized(2975, 40, [2023, 2024], seed) for seed in (1, 1, 2))
    rows = [row for one in smup.indicators for row in one.rows(2023)]
    flags = Counter(row.flag for row in rows)
    assert flags[5] / len(rows) == pytest.approx(0.01, abs=0.002)
    assert flags[2] / len(rows) == pytest.approx(0.02, abs=0.002)
    assert 0 < flags[3] < flags[5] and set(flags) == {1, 2, 3, 5}
    assert {row.value for row in rows if row.flag in (2, 3)} == {0}
    assert {row.value for row in rows if row.flag == 5} == {0, None}
    assert all(row.value and round(row.value, row.precision) == row.value for row in rows if row.flag == 1)
    assert min(row.value for row in smup.indicators[0].rows(2023) if row.value is not None) < 0
    taxes = [one.indicators[2 * len(OF_GMINAS)] for one in (smup, again, other)]
    assert taxes[0].id == 8 and taxes[0].rows(2023) == taxes[1].rows(2023)
    assert taxes[0].rows(2023) != taxes[2].rows(2023) and taxes[0].rows(2023) != taxes[0].rows(2024)


def test_a_small_server_has_units_of_every_kind() -> None:
    smup = smup_sized(60, 20, [2024], seed=1)
    assert len(smup.units) == 60 and {unit.rodz for unit in smup.units} == {"", "1", "2", "3"}
    with pytest.raises(AssertionError, match="only"):
        smup_sized(5000, 1, [2024], seed=1)
