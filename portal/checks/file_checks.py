"""Checks of files: who may read the keys and the database, and whether the database lies on this machine."""

import stat
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import make_url

from portal.checks.findings import Finding, Place

_FOREIGN = stat.S_IRWXG | stat.S_IRWXO
_ON_THE_NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ceph",
    "gluster",
    "lustre",
    "fuse.sshfs",
    "fuse.gluster",
    "ncp",
)
_MOUNTS = Path("/proc/mounts")


def key_files(place: Place) -> Iterable[Finding]:
    """The files with the keys."""
    for what, path in (
        ("secret key", place.settings.key_file),
        ("sealing keys", place.settings.sealing_keys),
    ):
        if _is_open_to_others(path):
            yield Finding(
                f"The file with the {what}, {path}, can be read by others on this machine "
                f"(mode {stat.S_IMODE(path.stat().st_mode):o}).",
                f"Run: chmod 600 {path}",
            )


def database_file(place: Place) -> Iterable[Finding]:
    """The SQLite file."""
    path = _sqlite_path(place)
    if path is None:
        return
    if _is_open_to_others(path):
        yield Finding(f"The database {path} can be read by others on this machine.", f"Run: chmod 600 {path}")
    kind = file_system_of(path, _MOUNTS.read_text() if _MOUNTS.exists() else "")
    if kind.startswith(_ON_THE_NETWORK):
        yield Finding(
            f"The SQLite database {path} lies on a network file system ({kind}), where its locks cannot be trusted.",
            "Keep PORTAL_DATA on a disk of this machine, or use PostgreSQL.",
        )


def _is_open_to_others(path: Path) -> bool:
    """Whether anybody but the owner reaches the file and may do something with it."""
    return path.exists() and bool(path.stat().st_mode & _FOREIGN and path.parent.stat().st_mode & _FOREIGN)


def file_system_of(path: Path, mounts: str) -> str:
    """The kind of file system that `path` lies on, from the text of /proc/mounts; empty when unknown."""
    best, kind = "", ""
    for line in mounts.splitlines():
        words = line.split()
        if len(words) > 2:  # noqa: PLR2004 - device, place, kind
            place = words[1].encode().decode("unicode_escape")
            if path.resolve().is_relative_to(place) and len(place) >= len(best):
                best, kind = place, words[2]
    return kind


def _sqlite_path(place: Place) -> Path | None:
    url = make_url(place.settings.database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


CHECKS = (key_files, database_file)
