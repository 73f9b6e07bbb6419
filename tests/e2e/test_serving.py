"""What the server says besides the pages themselves."""

from pathlib import Path

import httpx
import pytest

from smup.ui.maps import FOLDER

pytestmark = pytest.mark.e2e


def test_the_first_answer_names_what_draws_charts_and_the_server_has_it(server: str) -> None:
    answer = httpx.get(f"{server}/ranking")
    target, kind = answer.headers["Link"].split("; ")
    assert answer.headers["content-type"].startswith("text/html") and kind == "rel=modulepreload"
    file = httpx.get(answer.url.join(target.strip("<>")))
    assert file.status_code == 200 and "javascript" in file.headers["content-type"] and len(file.content) > 1_000_000
    assert "Link" not in file.headers


def test_a_browser_may_keep_shapes_and_nothing_else_of_the_data_is_served(server: str, data: Path) -> None:
    (data / FOLDER).mkdir(exist_ok=True)
    (data / FOLDER / "gmina-0.json").write_text("{}")
    kept = httpx.get(f"{server}/{FOLDER}/gmina-0.json")
    assert kept.json() == {} and "immutable" in kept.headers["cache-control"]
    for other in ("gmina-1.json", "", "..%2Fsource.csv", "%2e%2e/source.csv", "../source.csv"):
        answer = httpx.get(f"{server}/{FOLDER}/{other}")
        assert answer.status_code >= 400 or answer.headers["content-type"].startswith("text/html"), other
        assert "source_id" not in answer.text
