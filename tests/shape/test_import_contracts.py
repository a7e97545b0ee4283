"""Every import contract, broken on purpose: a contract that cannot fail guards nothing."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = [
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
]
BREAKS = {
    "Floors: imports run downwards only": ("settings.py", "import portal.services.transitions"),
    "The domain is plain Python": ("domain/money.py", "import sqlalchemy"),
    "Connectors never see a row": ("erp/connectors/__init__.py", "import portal.db.tables"),
    "Services never import jobs or pages": ("services/transitions.py", "import rq"),
    "The launcher runs before anything is installed": ("launcher/ports.py", "import redis"),
    "The practice ERPs and the mail catcher are other people's houses": (
        "mailcatcher/inbox.py",
        "import portal.domain.money",
    ),
}


@pytest.fixture
def house(tmp_path):
    """A copy of the code in which one may break things."""
    shutil.copytree(
        ROOT / "portal", tmp_path / "portal", ignore=shutil.ignore_patterns("__pycache__", "_vendor")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_contracts(house):
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [lint, "--no-cache"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house)},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = [line for line in done.stdout.splitlines() if line.endswith(" BROKEN") or " BROKEN (" in line]
    return [line.partition(" BROKEN")[0] for line in verdicts], done.stdout


def test_every_contract_is_broken_once_here():
    assert sorted(BREAKS) == sorted(CONTRACTS)


def test_the_code_keeps_every_contract(house):
    broken, told = broken_contracts(house)
    assert broken == [], told
    assert f"{len(CONTRACTS)} kept" in told


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_violation_is_noticed(house, contract):
    file, statement = BREAKS[contract]
    path = house / "portal" / file
    path.write_text(f"{path.read_text()}\n{statement}\n")
    broken, told = broken_contracts(house)
    assert contract in broken, told
