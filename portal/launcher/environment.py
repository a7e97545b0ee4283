"""Which Python runs a command: this one when it has the packages, else the checkout's own ``.venv``."""

import enum
import hashlib
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.launcher import installs
from portal.resources import PACKAGE, vendored

ROOT = PACKAGE.parent
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(\[[^\]]*\])?\s*(>=\s*(?P<least>[\d.]+))?")


@dataclass(frozen=True)
class Stamp:
    """What an environment was made from: a digest of the install settings, and whether the test extra is in."""

    digest: str
    tests: bool

    def covers(self, wanted: "Stamp") -> bool:
        """Tell whether an environment with this stamp serves what is wanted."""
        return self.digest == wanted.digest and (self.tests or not wanted.tests)


class Plan(enum.Enum):
    """What has to happen before the command can run."""

    HERE = "run in this interpreter"
    SWITCH = "run in .venv"
    UPGRADE = "add the test packages to .venv, run there"
    BUILD = "make .venv anew, run there"


def decide(*, complete_here: bool, complete_there: bool, stamp: Stamp | None, wanted: Stamp) -> Plan:
    """Choose the cheapest plan that gives the command its packages.

    ``complete_there`` speaks of a ``.venv`` without our stamp, made by a person or by uv.
    """
    if complete_here:
        return Plan.HERE
    if stamp is None:
        return Plan.SWITCH if complete_there else Plan.BUILD
    if stamp.covers(wanted):
        return Plan.SWITCH
    return Plan.UPGRADE if stamp.digest == wanted.digest else Plan.BUILD


def missing(requirements: Iterable[str]) -> list[str]:
    """Return the names among ``requirements`` that this interpreter lacks or has too old."""
    absent = []
    for requirement in requirements:
        parsed = _REQUIREMENT.match(requirement)
        if parsed is None:
            continue
        try:
            found = importlib.metadata.version(parsed["name"])
        except importlib.metadata.PackageNotFoundError:
            absent.append(parsed["name"])
            continue
        if parsed["least"] and _release(found) < _release(parsed["least"]):
            absent.append(parsed["name"])
    return absent


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def settings_of(root: Path) -> dict[str, Any]:
    """Read the parts of pyproject.toml that decide what gets installed; a linter's settings do not."""
    with (root / "pyproject.toml").open("rb") as file:
        whole = tomllib.load(file)
    return {"build": whole["build-system"], "project": whole["project"], "hatch": whole["tool"]["hatch"]}


def wanted_stamp(root: Path, *, tests: bool) -> Stamp:
    """Describe the environment this checkout needs. A moved checkout needs a new one: paths are written into it."""
    parts = [json.dumps(settings_of(root), sort_keys=True), str(root)]
    parts += [(root / "portal" / name).read_text() for name in ("constraints.txt", "_build.py")]
    return Stamp(hashlib.sha256("\n".join(parts).encode()).hexdigest(), tests)


def read_stamp(venv: Path) -> Stamp | None:
    """Return the stamp of ``venv``, or None for none, a half-made or a foreign one."""
    try:
        stored = json.loads((venv / installs.STAMP).read_text())
        return Stamp(stored["digest"], stored["tests"]) if (venv / "bin" / "python").exists() else None
    except (OSError, ValueError, KeyError):
        return None


def complete(*, tests: bool) -> bool:
    """Tell whether this interpreter has every package the command needs, and the built assets are there."""
    project = settings_of(ROOT)["project"]
    required = project["dependencies"] + (project["optional-dependencies"]["test"] if tests else [])
    return vendored("htmx.min.js").exists() and not missing(required)


def _complete_there(venv: Path, *, tests: bool) -> bool:
    python = venv / "bin" / "python"
    if not python.exists():
        return False
    question = (
        f"from portal.launcher import environment as e; raise SystemExit(not e.complete(tests={tests}))"
    )
    return (
        subprocess.run([python, "-c", question], cwd=ROOT, capture_output=True, check=False).returncode == 0
    )


def ensure(arguments: Sequence[str]) -> None:
    """Return when this interpreter can run ``arguments``; otherwise install and go on in ``.venv``.

    Exits with a sentence when the environment cannot be made.
    """
    if not (ROOT / "pyproject.toml").exists():  # installed from a wheel: pip has seen to everything
        return
    tests = bool(arguments) and arguments[0] == "test"
    venv = ROOT / ".venv"
    wanted = wanted_stamp(ROOT, tests=tests)
    if Path(sys.prefix) == venv and (stamp := read_stamp(venv)) and stamp.covers(wanted):
        return
    stamp = read_stamp(venv)
    plan = decide(
        complete_here=complete(tests=tests),
        complete_there=stamp is None and _complete_there(venv, tests=tests),
        stamp=stamp,
        wanted=wanted,
    )
    if plan is Plan.HERE:
        return
    if plan in (Plan.BUILD, Plan.UPGRADE):
        try:
            install(venv, wanted)
        except installs.CannotInstall as reason:
            sys.exit(str(reason))
        except KeyboardInterrupt:
            sys.exit("Stopped while installing. The next start begins again.")
    python = str(venv / "bin" / "python")
    os.execv(python, [python, "-m", "portal", *arguments])  # noqa: S606 - no shell wanted


def install(venv: Path, wanted: Stamp) -> None:
    """Make or complete the ``venv`` of its checkout, under a lock; a second process waits and finds it done.

    Raises CannotInstall with a sentence for a read-only folder, a missing venv module or a failing pip.
    """
    with installs.lock(venv):
        stamp = read_stamp(venv)
        if stamp and stamp.covers(wanted):
            return
        if stamp and stamp.digest == wanted.digest:
            installs.upgrade(venv, venv.parent, wanted.digest)
        else:
            tests = wanted.tests or (stamp is not None and stamp.tests)
            installs.build(venv, venv.parent, wanted.digest, tests=tests)
