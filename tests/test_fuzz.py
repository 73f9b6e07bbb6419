"""A bounded run of the fuzz targets, the same inputs each time; ``make fuzz`` is the long one."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import streamlit as st
from hypothesis import HealthCheck, Phase, given, settings

from conftest import World
from fuzz.corpus import corpus
from fuzz.mutation import mutated
from fuzz.strategies import inputs
from fuzz.targets import TARGETS, Ground, plain
from smup import own_data

EXAMPLES = {"document: in its process": 4, "scan of a text": 15, "address": 15, "search": 60,
            "document: web page": 60, "document: Word": 80, "document: PDF": 80, "own data: CSV": 120,
            "own data: XLSX": 80}  # fmt: skip
USUAL = 300


@pytest.fixture(scope="module")
def ground(_built_template: World, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMUP_DATA", str(_built_template.data))
        yield Ground(_built_template.data, data, tmp_path_factory.mktemp("scratch"))
        st.cache_resource.clear()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", TARGETS)
def test_bad_inputs_end_in_a_sentence_or_a_sound_result(ground: Ground, name: str) -> None:
    target, real = TARGETS[name]
    for content in corpus(real):
        target(ground, content)

    @settings(max_examples=EXAMPLES.get(name, USUAL), derandomize=True, database=None, deadline=None,
              phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(inputs(name, real))
    def each(content: bytes) -> None:
        target(ground, content)

    each()


def test_a_heading_as_long_as_a_file_is_quoted_in_part(ground: Ground) -> None:
    file = f"area;indicator;period;value;{'x' * 90_000}\nKraków;own_a;2020;1\n"
    found = own_data.examine(ground.store, file.encode(), "own.csv")
    assert len(found.rows) == 1 and found.remarks["column"].str.len().max() == 80


def test_a_store_without_the_areas_of_the_first_view_has_one_all_the_same(ground: Ground) -> None:
    for page in ("comparison", "metropolitan", "profile"):
        assert "„" not in TARGETS["address"][0](ground, f"page={page}".encode())


def test_the_inputs_are_the_same_each_time() -> None:
    for real in {real for _target, real in TARGETS.values()} - {"docx", "workbooks", "pdf"}:  # which hold a time
        one, other = (mutated(corpus(real)[0], Random(5), corpus(real)) for _ in range(2))
        assert one == other


def test_what_no_rule_allows_is_a_fault(ground: Ground) -> None:
    for sentence in ("", "two\nlines.", "no end", "Traceback (most recent call last)."):
        with pytest.raises(AssertionError):
            plain(sentence)
