"""What docs/deployment.md tells people to type for a backup and to restore it, typed while an edition is read."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import YEAR, World
from smup.build import build, open_store

CHECKOUT = Path(__file__).parents[1]
TEXT = (CHECKOUT / "docs" / "deployment.md").read_text(encoding="utf-8")


def typed(heading: str, site: Path) -> None:
    """Run the commands below a heading, with another folder for the site."""
    block = re.search(rf"^## {heading}\n.*?```\n(.*?)```", TEXT, re.M | re.S)
    assert block
    commands = block[1].replace("/srv/smup", str(site)).replace("smup check", f"{sys.executable} -m smup check")
    subprocess.run(["sh", "-euc", commands], check=True, capture_output=True, env=os.environ)


@pytest.mark.skipif(not shutil.which("tar"), reason="this machine has no tar")
def test_a_backup_is_restored_while_an_edition_is_being_read(built_world: World, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    shutil.move(built_world.data.parent, site / "first")
    (site / "current").symlink_to("first")
    data = site / "current" / "data"
    world = World(data, built_world.tables, built_world.observations)
    reading = open_store(data)
    before = reading.query("from indicator_value order by all")
    (data / "edition" / "x.draft").write_text("of a build that is running")
    typed("Backup", site)
    world.observe("126101", "cost_pc", YEAR, 41)
    second = build(world.write())
    typed("Restore", site)
    restored = open_store(data)
    assert restored.path.stem == reading.path.stem != second and restored.path != reading.path
    assert restored.query("from indicator_value order by all").equals(before)
    assert reading.query("select sum(value) as total from indicator_value").equals(
        restored.query("select sum(value) as total from indicator_value"))  # fmt: skip
    assert not list((data / "edition").glob("*.draft*"))
    assert build(data) == reading.path.stem, "the inputs are there too"


def test_the_table_of_settings_names_all_that_the_code_and_the_configuration_read() -> None:
    files = [path for folder in ("src", "deploy") for path in (CHECKOUT / folder).rglob("*") if path.is_file()]
    texts = [path.read_text(encoding="utf-8") for path in files if path.suffix not in {".pyc", ".png"}]
    read = {name for text in texts for name in re.findall(r"\bSMUP_[A-Z_]+\b", text)}
    table = TEXT[TEXT.index("## Settings") : TEXT.index("## On a server")]
    named = set(re.findall(r"`(SMUP_[A-Z_]+)`", table))
    assert {"SMUP_DATA", "SMUP_OPERATOR", "SMUP_LOG"} <= named == read


def test_the_threat_model_names_tests_that_exist() -> None:
    text = (CHECKOUT / "SECURITY.md").read_text(encoding="utf-8")
    assert re.findall(r"`(tests/[^`]+)`", text)
    for named in re.findall(r"`(tests/[^`]+)`", text):
        file, _, test = named.partition("::")
        assert not test or f"def {test}(" in (CHECKOUT / file).read_text(encoding="utf-8"), named
        assert (CHECKOUT / file).is_file(), named
    told = "".join((CHECKOUT / "tests" / "test_build.py").read_text(encoding="utf-8"))
    assert all(f"def {test}(" in told for test in re.findall(r"`(test_\w+)`", text))
