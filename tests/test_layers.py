"""The shape of the code: who imports whom, how long a module may be, what a page may hold."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
MODULES = sorted((CHECKOUT / "src" / "smup").rglob("*.py"))
PAGES = [path for path in MODULES if path.parent.name == "pages" and path.name != "__init__.py"]


def test_imports_go_downward_and_never_sideways() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_every_module_is_placed_in_a_layer() -> None:
    placed = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8").split("layers = [")[1].split("]")[0]
    rooms = {path.relative_to(CHECKOUT / "src" / "smup").parts[0].removesuffix(".py") for path in MODULES}
    assert not {room for room in rooms - {"__init__"} if room not in placed.replace('"', " ").replace("|", " ").split()
                and f"{room}" not in placed}  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_a_module_has_at_most_200_lines_and_a_page_40(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= (40 if path in PAGES else 200)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_only_chooses_asks_and_draws(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    nodes = list(ast.walk(ast.parse(text)))
    assert not any(isinstance(node, ast.ClassDef | ast.Lambda) for node in nodes)
    functions = [node.name for node in nodes if isinstance(node, ast.FunctionDef)]
    assert functions == (["chosen"] if "shell.rest(store, chosen)" in text else [])  # what runs alone
    for word in ("select ", "plotly", "session_state", "query_params", "unsafe_allow_html", "<div"):
        assert word not in text


@pytest.mark.parametrize(
    "path", sorted((CHECKOUT / "src" / "smup" / "queries").glob("*.py")), ids=lambda path: path.stem
)
def test_a_query_takes_its_values_as_named_parameters(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            assert "select" not in ast.unparse(node).lower()
