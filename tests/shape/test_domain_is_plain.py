"""The domain imports no framework and needs none: its tests run without Flask or a database.

Its branches are covered to 100 %; print it with

    python -m pytest tests/domain --cov=portal/domain --cov-branch --cov-report=term-missing:skip-covered
"""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORKS = ("flask", "sqlalchemy", "rq", "redis", "lxml", "wtforms", "werkzeug", "jinja2")

IMPORT_ALL = """
import importlib, pkgutil, sys
import portal.domain
names = [found.name for found in pkgutil.walk_packages(portal.domain.__path__, "portal.domain.")]
for name in names:
    importlib.import_module(name)
print(len(names), *sorted(name for name in sys.modules if "." not in name))
"""


def _loaded(program: str) -> tuple[int, set[str]]:
    """Import in a fresh process; return how many modules of the domain it found and everything then loaded."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    count, *names = done.stdout.split()
    return int(count), set(names)


def test_importing_the_whole_domain_loads_no_framework():
    count, loaded = _loaded(IMPORT_ALL)
    assert count >= len(list((ROOT / "portal/domain").rglob("*.py"))) - 1
    assert loaded.isdisjoint(FRAMEWORKS)


def test_the_check_above_sees_a_framework():
    _count, loaded = _loaded("import flask\n" + IMPORT_ALL)
    assert "flask" in loaded


RUN_BLOCKED = """
import sys, pytest
sys.modules.update(dict.fromkeys({frameworks}))
sys.exit(pytest.main([
    "tests/domain", "-q", "-p", "no:cacheprovider",
    "--cov=portal/domain", "--cov-branch", "--cov-report=json:{report}",
]))
"""


@pytest.mark.slow
def test_the_domain_tests_run_without_any_framework_and_reach_every_branch(tmp_path):
    program = RUN_BLOCKED.format(frameworks=FRAMEWORKS, report=tmp_path / "coverage.json")
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"COVERAGE_FILE": str(tmp_path / "coverage")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    files = json.loads((tmp_path / "coverage.json").read_text())["files"]
    short = {name: part["missing_lines"] or part["missing_branches"] for name, part in files.items()}
    assert {name: where for name, where in short.items() if where} == {}
    assert len(files) > 20


def _foreign_imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {
        name
        for name in named
        if name.split(".")[0] not in sys.stdlib_module_names and not f"{name}.".startswith("portal.domain.")
    }


def test_the_domain_imports_the_standard_library_and_itself_only():
    found = {path.name: _foreign_imports(path) for path in (ROOT / "portal/domain").rglob("*.py")}
    assert {name: foreign for name, foreign in found.items() if foreign} == {}


def test_a_foreign_import_is_noticed(tmp_path):
    module = tmp_path / "planted.py"
    module.write_text(
        "import re\nfrom portal.domain import money\nfrom portal.db import budgets\nimport babel.numbers\n"
    )
    assert _foreign_imports(module) == {"portal.db", "babel.numbers"}
