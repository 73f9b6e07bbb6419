"""An edition that the disk has damaged: readers see the one before and one sentence, until a build repairs it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from conftest import YEAR, World
from e2e.conftest import free_port, serve
from smup.build import build, open_store

pytestmark = pytest.mark.e2e


@pytest.fixture
def site(built_world: World, tmp_path: Path) -> Iterator[tuple[str, Path, str, str, Path]]:
    """The small world with two editions, the second one damaged: address, data, both editions, the log."""
    first = open_store(built_world.data).path.stem
    built_world.observe("126101", "cost_pc", YEAR, 41)
    second = build(built_world.write())
    path = built_world.data / "edition" / f"{second}.duckdb"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    port, log = free_port(), tmp_path / "log"
    process = serve(built_world.data, port, log)
    yield f"http://127.0.0.1:{port}", built_world.data, first, second, log
    process.terminate()
    process.wait(timeout=20)


def test_the_edition_before_is_shown_with_one_sentence_until_a_build_repairs_the_damaged_one(
    site: tuple[str, Path, str, str, Path], page: Page
) -> None:
    address, data, first, second, log = site
    for lang, words in (("pl", f"Edycja {second} jest uszkodzona; pokazano edycję {first}"),
                        ("en", f"The edition {second} is damaged; shown is the edition {first}")):  # fmt: skip
        page.goto(f"{address}/ranking?indicator=cost&lang={lang}")
        expect(page.get_by_test_id("stAlert").filter(has_text=words)).to_be_visible()
        expect(page.get_by_test_id("stApp")).not_to_contain_text("Traceback")
    assert httpx.get(f"{address}/health").json() == {"edition": first, "damaged": second}
    said = log.read_text(encoding="utf-8")
    assert said.count(f"{second}.duckdb is damaged; run “smup build”") == 1 and "Traceback" not in said
    subprocess.run([sys.executable, "-m", "smup", "build", "--data", str(data)], check=True, capture_output=True)
    page.reload()
    expect(page.get_by_text(second).first).to_be_visible()
    expect(page.get_by_test_id("stAlert").filter(has_text="damaged")).to_have_count(0)
    assert httpx.get(f"{address}/health").json() == {"edition": second}


def test_a_choice_after_the_repair_shows_the_repaired_edition(
    site: tuple[str, Path, str, str, Path], page: Page
) -> None:
    address, data, first, second, log = site
    page.goto(f"{address}/ranking?indicator=cost&lang=en")
    expect(page.get_by_text(f"smup · edition {first}")).to_be_visible()
    subprocess.run([sys.executable, "-m", "smup", "build", "--data", str(data)], check=True, capture_output=True)
    page.get_by_role("combobox", name="Indicator").click()
    page.get_by_role("option").last.click()
    expect(page.get_by_text(f"smup · edition {second}")).to_be_visible()
    expect(page.get_by_test_id("stAlert").filter(has_text="damaged")).to_have_count(0)
    assert "Traceback" not in log.read_text(encoding="utf-8")
