"""What is written is true: generated parts are fresh, links lead somewhere, every message is translated."""

import ast
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from smup.sources.tables import TABLES
from smup.store import Store

CHECKOUT = Path(__file__).parents[1]
DOCUMENTS = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md")), CHECKOUT / "data" / "README.md"]
TRACKED = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=False).stdout.split()


def test_generated_parts_of_the_documents_are_fresh() -> None:
    command = [str(Path(sys.executable).with_name("cog")), "--check", "--diff", "README.md", "docs/tables.md"]
    result = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"run “make docs”\n{result.stdout}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


def test_the_readme_names_only_targets_that_make_has() -> None:
    rules = set(re.findall(r"^([a-z]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    named = set(re.findall(r"make ([a-z]+)", (CHECKOUT / "README.md").read_text(encoding="utf-8")))
    assert {"run", "test"} <= named <= rules


def test_every_table_and_column_of_the_store_is_explained(store: Store) -> None:
    columns = store.query("select table_name, column_name, comment from duckdb_columns() where not internal")
    tables = store.query("select table_name, comment from duckdb_tables()")
    assert columns[columns["comment"].isna()].empty
    assert tables[tables["comment"].isna()].empty


def test_the_data_readme_names_every_table() -> None:
    text = (CHECKOUT / "data" / "README.md").read_text(encoding="utf-8")
    assert [table.name for table in TABLES if f"`{table.name}.csv`" not in text] == []


def _messages_in_code() -> set[str | tuple[str, str]]:
    keywords = {"_": None, "counted": (1, 2)}
    found = extract_from_dir(str(CHECKOUT / "src" / "smup"), keywords=keywords)
    return {message for _file, _line, message, _comments, _context in found}


def test_every_message_has_a_polish_translation_with_the_same_fields() -> None:
    catalogue = read_po(BytesIO((CHECKOUT / "src" / "smup" / "locale" / "pl.po").read_bytes()), locale="pl")
    translations = {message.id: message for message in catalogue if message.id}
    assert set(translations) == _messages_in_code(), "run “make messages” and translate what is new"
    for message in translations.values():
        assert not message.fuzzy
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert len(strings) == (3 if isinstance(message.id, tuple) else 1)
        wanted = _fields(message.id[0] if isinstance(message.id, tuple) else message.id)
        assert all(string and _fields(string) == wanted for string in strings), message.id


def test_no_message_hides_where_the_extraction_does_not_look() -> None:
    calls = (
        node
        for file in (CHECKOUT / "src" / "smup").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
    )
    said = {first.value for call in calls for first in call.args[:1] if isinstance(first, ast.Constant)}
    assert said <= _messages_in_code(), "a message within the braces of an f-string is never extracted"


def _fields(text: str) -> set[str]:
    return {name for _text, name, _format, _conversion in Formatter().parse(text) if name}


@pytest.mark.parametrize(
    "file", [file for file in TRACKED if file.endswith((".py", ".md", ".sql", ".toml", "Makefile", "run"))]
)
def test_the_project_speaks_of_itself_alone(file: str) -> None:
    if file == "tests/test_docs.py":
        return
    text = (CHECKOUT / file).read_text(encoding="utf-8")
    assert not re.search(r"/(work|tmp|root|farm)/|\.\./shared|--index-url|TODO|FIXME", text)
