"""The floors hold, and each contract is seen to catch what it forbids."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).parent / "lint-imports"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]

# contract: (module that gets the line, the line it must not have)
PLANTED = {
    "Floors: imports run downwards only": ("portal/settings.py", "import portal.services.transitions"),
    "The domain is plain Python": ("portal/domain/money.py", "import sqlalchemy"),
    "Connectors never see a row": ("portal/erp/registry.py", "import portal.db.budgets"),
    "Services never import jobs or pages": ("portal/services/budgets/locks.py", "import flask"),
    "The launcher runs before anything is installed": ("portal/launcher/ports.py", "import sqlalchemy"),
    "The judge of a chaos run never looks inside": ("portal/chaos/judges.py", "import portal.db.budgets"),
    "Practice ERPs, sync agent and mail catcher are other people's houses": (
        "portal/practice/quickbooks/models.py",
        "import portal.domain.money",
    ),
}


def _verdicts(folder: Path) -> dict[str, str]:
    """Run the linter in `folder`; return KEPT or BROKEN by the name of the contract."""
    done = subprocess.run(
        [LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    found = dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE))
    assert (done.returncode == 0) is ("BROKEN" not in found.values())
    return found


@pytest.fixture(scope="module")
def copied_house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(
        ROOT / "portal", folder / "portal", ignore=shutil.ignore_patterns("__pycache__", "_vendor", "_res")
    )
    return folder


def test_every_contract_is_kept():
    assert _verdicts(ROOT) == {contract["name"]: "KEPT" for contract in CONTRACTS}


def test_every_contract_has_a_planted_violation_here():
    assert set(PLANTED) == {contract["name"] for contract in CONTRACTS}


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_is_caught(contract, copied_house):
    module, line = PLANTED[contract]
    path = copied_house / module
    whole = path.read_text(encoding="utf-8")
    path.write_text(f"{whole}\n{line}\n", encoding="utf-8")
    try:
        assert _verdicts(copied_house)[contract] == "BROKEN"
    finally:
        path.write_text(whole, encoding="utf-8")


def test_the_copy_without_a_plant_is_clean(copied_house):
    assert set(_verdicts(copied_house).values()) == {"KEPT"}
