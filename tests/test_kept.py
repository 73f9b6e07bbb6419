"""What pages remember of an edition: made once, told apart by edition and language, bounded, and changed by nobody."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from conftest import World
from smup.build import build, open_store, use
from smup.edition import served_id
from smup.model import Language
from smup.store import Store
from smup.text import language
from smup.ui import kept
from smup.ui.serving import SCRIPT

RANKING = Path(__file__).parents[1] / "src" / "smup" / "pages" / "ranking.py"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    kept._values.clear()
    st.cache_data.clear()
    yield
    kept._values.clear()
    st.cache_data.clear()
    st.cache_resource.clear()
    language.set(Language.POLISH)


def test_a_value_is_made_once_for_an_edition_a_language_and_what_is_asked(
    small_store: Store, built_world: World
) -> None:
    made = []

    @kept.value
    def work(store: Store, /, *asked: str, more: int = 0) -> int:
        made.append((store.path, language.get(), asked, more))
        return len(made)

    other = open_store(built_world.data)
    questions: list[tuple[Store, Language, tuple[str, ...], dict[str, int]]] = [
        (small_store, Language.POLISH, ("a", "b"), {}), (other, Language.POLISH, ("a", "b"), {}),
        (small_store, Language.ENGLISH, ("a", "b"), {}), (small_store, Language.POLISH, ("ab",), {}),
        (small_store, Language.POLISH, ("a", "b"), {"more": 1}),
    ]  # fmt: skip
    for _ in range(2):
        for place, (store, reader, asked, more) in enumerate(questions, 1):
            language.set(reader)
            assert work(store, *asked, **more) == place
    assert len(made) == len(questions)
    other.close()


def test_a_drawing_is_made_once_for_an_edition_a_language_and_what_is_asked(
    small_store: Store, built_world: World
) -> None:
    made = []

    @kept.drawing
    def draw(store: Store, /, *asked: str) -> None:
        made.append((store.path, language.get(), asked))

    other = open_store(built_world.data)
    questions = [(small_store, Language.POLISH, ("a", "b")), (other, Language.POLISH, ("a", "b")),
                 (small_store, Language.ENGLISH, ("a", "b")), (small_store, Language.POLISH, ("ab",))]  # fmt: skip
    for _ in range(2):
        for store, reader, asked in questions:
            language.set(reader)
            draw(store, *asked)
    assert made == [(store.path, reader, asked) for store, reader, asked in questions]
    other.close()


def test_what_is_remembered_is_bounded(small_store: Store) -> None:
    made = []

    @kept.value
    def much(_store: Store, /, number: int, size: int) -> str:
        made.append(number)
        return chr(ord("a") + number % 26) * size

    for number in range(100):
        much(small_store, number, 2_000_000)
    assert 120_000_000 < kept._values.currsize <= kept._values.maxsize == 128_000_000
    much(small_store, 99, 2_000_000)
    assert len(made) == 100, "the last one is there"
    much(small_store, 0, 2_000_000)
    assert len(made) == 101, "the first one has made room"
    there = len(kept._values)
    assert len(much(small_store, 7, 140_000_000)) == 140_000_000
    assert len(kept._values) == there, "one larger than all drives out nobody"


def test_questions_count_as_well_as_answers(small_store: Store) -> None:
    @kept.value
    def nothing(_store: Store, /, area_ids: tuple[str, ...]) -> list[str]:
        return []

    tracemalloc.start()
    for one in range(3000):
        nothing(small_store, tuple(f"{one}-{area}" for area in range(20)))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 1.2 * kept._values.currsize


def ranked(lang: str = "pl", **query: str) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app.query_params.update({"lang": lang, "area": "126101,126301", "indicator": "score", "period": "2020"} | query)
    app = app.switch_page(str(RANKING)).run()
    assert not app.exception and not app.error
    return app


def view(app: AppTest) -> tuple[str, str, str]:
    """What a reader sees of a ranking: its first sentence, its figure, its table."""
    (figure,) = app.get("plotly_chart")
    return app.markdown[0].value, figure.proto.spec, app.dataframe[0].value.to_csv()


def test_a_ranking_is_drawn_again_as_it_was_and_in_no_other_language(
    built_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMUP_DATA", str(built_world.data))
    polish, english = view(ranked()), view(ranked("en"))
    assert polish[0] != english[0]
    assert (view(ranked()), view(ranked("en"))) == (polish, english)
    st.cache_data.clear()
    kept._values.clear()
    assert (view(ranked("en")), view(ranked())) == (english, polish), "whoever comes first"


def test_a_ranking_is_of_the_edition_that_is_served(built_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMUP_DATA", str(built_world.data))
    first = served_id(built_world.data)
    before = view(ranked())
    for rows in built_world.observations.values():
        rows[:] = [(*key, value and 0.9 * value, status) for *key, value, status in rows]  # type: ignore[misc]
    second = build(built_world.write())
    after = view(ranked())
    assert before[1] != after[1] and before[2] != after[2]
    for edition, right in ((first, before), (second, after)):
        assert edition
        use(built_world.data, edition)
        assert view(ranked()) == right


def test_pages_change_nothing_of_what_is_remembered(built_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMUP_DATA", str(built_world.data))
    for lang in Language:
        for page in sorted(RANKING.parent.glob("[a-z]*.py")):
            for _ in range(2):
                app = AppTest.from_file(str(SCRIPT), default_timeout=60)
                app.query_params.update({"lang": lang.value, "area": "126101,126301"})
                assert not app.switch_page(str(page)).run().exception
        ranked(lang.value)
    remembered = list(kept._values.items())
    assert len({key[0] for key, _ in remembered}) > 8, "of most that can be remembered there is something"
    store = open_store(built_world.data)
    for (work, _, reader, args, *named), (_, value) in remembered:
        language.set(reader)  # type: ignore[arg-type]
        assert_same(value, work(store, *args, **dict(named)))  # type: ignore[operator, misc, call-overload]
    store.close()


def assert_same(one: Any, other: Any) -> None:
    assert type(one) is type(other)
    if isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one, other)
    elif isinstance(one, tuple):
        for parts in zip(one, other, strict=True):
            assert_same(*parts)
    else:
        assert one == other
