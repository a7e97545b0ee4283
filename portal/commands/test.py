"""`portal test`: every check and every test; with arguments, pytest alone with these arguments."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from portal.resources import PACKAGE

NAME = "test"
HELP = "run every check and test; with arguments, pytest alone with these (e.g. -k import -x)"
TAKES_REST = True

ROOT = PACKAGE.parent
CHECKS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy",),
    ("lint-imports",),
    ("djlint", "--lint", "--quiet", "templates", "portal"),
)
_MOST_PROCESSES = 4


def configure(parser: argparse.ArgumentParser) -> None:
    """Everything behind `test` goes to pytest."""
    parser.usage = "portal test [pytest arguments]"


def run(arguments: argparse.Namespace) -> int:
    """Run the checks, then pytest; pytest's closing line is the last one. Returns 0 when all is well."""
    if not (ROOT / "tests").is_dir() or find_spec("pytest") is None:
        print("The tests run in a checkout, with: python3 -m portal test", file=sys.stderr)
        return 2
    if arguments.rest:
        return pytest(arguments.rest)
    failed = [words for words in CHECKS if not passes(words)]
    tested = pytest(["-n", str(min(_MOST_PROCESSES, os.cpu_count() or 1)), "--dist", "worksteal"])
    return tested or int(bool(failed))


def passes(words: Sequence[str]) -> bool:
    """Run one check and print a line about it; what it found only when it failed."""
    started = time.monotonic()
    name, *rest = words
    command = [str(Path(sys.executable).parent / name), *rest]
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    if done.returncode:
        print(done.stdout.rstrip())
    print(f"{' '.join(words):<44} {verdict:<7} {time.monotonic() - started:6.1f} s", flush=True)
    return done.returncode == 0


def pytest(rest: Sequence[str]) -> int:
    """Run pytest in the checkout and return its exit code."""
    return subprocess.run([sys.executable, "-m", "pytest", *rest], cwd=ROOT, check=False).returncode
