"""The domain imports no framework and needs none: its tests run without Flask or a database.

Its branches are covered to 100 %; print it with

    python -m pytest tests/domain --cov=portal/domain --cov-branch --cov-report=term-missing:skip-covered
"""

import subprocess
import sys
from pathlib import Path

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


def test_the_domain_tests_import_no_framework_either():
    program = (
        "import sys, pytest\n"
        "code = pytest.main(['tests/domain', '--collect-only', '-qqq', '-p', 'no:cacheprovider'])\n"
        "print()\nprint(int(code), *sorted(name for name in sys.modules if '.' not in name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    code, *names = done.stdout.strip().splitlines()[-1].split()
    assert code == "0"
    assert set(names).isdisjoint(FRAMEWORKS)
