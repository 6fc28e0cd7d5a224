"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
from pathlib import Path

import yaml

from trailblazer.data.dictionary import load_dictionary
from trailblazer.findings.register import load_register
from trailblazer.places import REPOSITORY
from trailblazer.run.plan import contents

PACKAGE = REPOSITORY / "analysis" / "trailblazer"
LAYERS = ("data", "estimates", "findings", "present", "run", "publish", "review", "cli")
BELOW_ALL = {"digests", "errors", "files", "places"}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "trailblazer":
                names = [f"trailblazer.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {n.split(".")[1] for n in names if n.startswith("trailblazer.")}
    return found - BELOW_ALL - {"__version__"}


def test_imports_go_one_way() -> None:
    for path in PACKAGE.rglob("*.py"):
        layer = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if layer not in LAYERS:
            continue
        for other in imported(path):
            assert LAYERS.index(other) <= LAYERS.index(layer), f"{path.name} imports {other}"


def test_every_notebook_is_in_the_contents_and_back() -> None:
    listed = {e for e in contents() if e.startswith("analysis/notebooks/")}
    there = {
        str(p.relative_to(REPOSITORY).with_suffix("").as_posix())
        for p in (REPOSITORY / "analysis" / "notebooks").rglob("*.ipynb")
        if ".ipynb_checkpoints" not in p.parts
    }
    assert listed == there
    pages = [REPOSITORY / f"{e}.md" for e in contents() if e.startswith("book/")]
    assert all(page.is_file() for page in pages)


def test_claims_rest_on_tables_of_the_dictionary() -> None:
    known = set(load_dictionary().tables)
    for claim in load_register().claims.values():
        assert set(claim.tables) <= known


def test_conda_and_pip_install_the_same() -> None:
    environment = yaml.safe_load((REPOSITORY / "environment.yml").read_text(encoding="utf-8"))
    pip = next(d["pip"] for d in environment["dependencies"] if isinstance(d, dict))
    assert pip == ["-r requirements.lock"]


def test_the_lock_names_no_host() -> None:
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert lock.count("--hash=sha256:") > lock.count("==")
