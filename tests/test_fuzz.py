"""A bounded run of the fuzz targets, the same inputs each time; ``make fuzz`` is the long one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from hypothesis import HealthCheck, Phase, given, settings

from conftest import World
from fuzz.corpus import corpus
from fuzz.strategies import inputs
from fuzz.targets import TARGETS, Ground

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
