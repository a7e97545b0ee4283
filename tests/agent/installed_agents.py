"""The download, unpacked and installed with pip into an environment of its own."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path


def install(folder: Path, package: bytes) -> Path:
    """Unpack and install from the ordinary package index; returns `folder`."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extractall(folder / "download")
    own = folder / "venv"
    for words in (
        [sys.executable, "-m", "venv", own],
        [own / "bin" / "python", "-m", "pip", "install", "--quiet", folder / "download"],
    ):
        done = subprocess.run(
            words, env=elsewhere(), capture_output=True, text=True, check=False, timeout=400
        )
        assert done.returncode == 0, done.stderr
    return folder


def elsewhere() -> dict[str, str]:
    """An environment in which Python does not find the checkout."""
    return {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}


def command(installed: Path, place: Path, name: str) -> list[str]:
    """The installed program with the settings in `place`."""
    return [
        str(installed / "venv" / "bin" / "portal-agent"),
        "--settings",
        str(place / "portal-agent.toml"),
        name,
    ]
