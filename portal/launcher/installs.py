"""Makes the checkout's ``.venv``: built aside, renamed into place when whole, under a lock file."""

import contextlib
import fcntl
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from portal.launcher import leash

STAMP = "portal.stamp"
_LAST_LINES = 15


class CannotInstall(Exception):  # noqa: N818 - reads as the sentence it carries
    """The environment could not be made; the message says why and what to do."""


@contextlib.contextmanager
def lock(venv: Path) -> Iterator[None]:
    """Hold ``.venv.lock`` beside ``venv``; wait while another process installs."""
    path = venv.with_name(venv.name + ".lock")
    try:
        file = path.open("w")
    except OSError as error:
        raise CannotInstall(
            f"{venv.parent} cannot be written ({error.strerror}), so the portal cannot keep its packages in it. "
            "Copy the folder to a place of your own and start there."
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another process is installing the packages; waiting for it.", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build(venv: Path, root: Path, digest: str, *, tests: bool) -> None:
    """Make ``venv`` anew from ``root``; an existing one stays in use until the new one is whole."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise CannotInstall(
            "This Python cannot make virtual environments: its venv module is missing. "
            "On Debian and Ubuntu run: apt install python3-venv. Then start again."
        )
    started = time.monotonic()
    print(f"First start: installing the packages into {venv} (about 20 seconds).", flush=True)
    aside = venv.with_name(venv.name + ".new")
    old = venv.with_name(venv.name + ".old")
    shutil.rmtree(aside, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(aside)], "Making the virtual environment failed.")
    _pip(aside, root, tests=tests)
    move_paths(aside, venv)
    write_stamp(aside, digest, tests=tests)
    if venv.exists():
        venv.rename(old)
    aside.rename(venv)
    shutil.rmtree(old, ignore_errors=True)
    print(f"Installed in {time.monotonic() - started:.1f} s.", flush=True)


def upgrade(venv: Path, root: Path, digest: str) -> None:
    """Add the test packages to a whole ``venv``."""
    started = time.monotonic()
    print(f"First test run: adding the test packages to {venv}.", flush=True)
    _pip(venv, root, tests=True)
    write_stamp(venv, digest, tests=True)
    print(f"Installed in {time.monotonic() - started:.1f} s.", flush=True)


def write_stamp(venv: Path, digest: str, *, tests: bool) -> None:
    """Record what ``venv`` was made from; written last, so that a half-made one has none."""
    (venv / STAMP).write_text(json.dumps({"digest": digest, "tests": tests}))


def move_paths(aside: Path, final: Path) -> None:
    """Rewrite the build folder's path in scripts and settings, so that the renamed folder works."""
    for path in [aside / "pyvenv.cfg", *(aside / "bin").iterdir()]:
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        if os.fsencode(aside) in content:
            path.write_bytes(content.replace(os.fsencode(aside), os.fsencode(final)))


def _pip(venv: Path, root: Path, *, tests: bool) -> None:
    what = f"{root}[test]" if tests else str(root)
    constraints = str(root / "portal" / "constraints.txt")
    command = [
        str(venv / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
    ]
    _run(
        [*command, "-c", constraints, "-e", what],
        "Installing the packages failed. Check the network and pip's settings (index, proxy), then start again.",
    )


def _run(command: list[str], failure: str) -> None:
    leashed = [sys.executable, "-I", "-S", leash.__file__, str(os.getpid()), *command]
    done = subprocess.run(leashed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        last = "\n".join("  " + line for line in done.stdout.strip().splitlines()[-_LAST_LINES:])
        raise CannotInstall(f"{failure} The last lines were:\n{last}")
