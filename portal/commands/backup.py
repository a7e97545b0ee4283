"""`portal backup FOLDER`: a copy of the database while the portal runs, and a manifest with the audit's head."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import URL

    from portal.services.auditing.manifests import Manifest

NAME = "backup"
HELP = (
    "copy the database while the portal runs, with a manifest; the sealing keys are never in it: keep a copy of "
    "sealing.keys in another place"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "folder", type=Path, help="each backup gets a folder of its own in it, named after the time in UTC"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the copy; 0 when it is there, 1 with the reason when not."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import DatabaseError

    from portal import clock
    from portal.db.copies import CopyError
    from portal.settings import Settings

    url = make_url(Settings.from_environment().database_url)
    folder = arguments.folder / f"{clock.now():%Y%m%dT%H%M%SZ}"
    try:
        folder.mkdir(parents=True, mode=0o700)
        manifest = _copy(url, folder)
    except (CopyError, LookupError, DatabaseError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{folder / manifest.file}")
    print(f"{folder / 'manifest.json'}")
    print(f"Audit head {manifest.head}")
    return 0


def _copy(url: "URL", folder: Path) -> "Manifest":
    from portal.db import copies

    if url.get_backend_name() == "sqlite":
        target = folder / "portal.sqlite3"
        copies.copy_sqlite(Path(url.database or ""), target)
        return _manifest(f"sqlite:///{target}", folder, target)
    target = folder / "portal.dump"
    before = _manifest(url.render_as_string(hide_password=False), folder, None)
    try:
        copies.dump_postgres(url, target)
    except copies.CopyError as error:
        told = f"{error}\nThe manifest with the audit head {before.head} is in {folder}."
        raise copies.CopyError(told) from error
    return _finish(before, folder, target)


def _manifest(url: str, folder: Path, target: Path | None) -> "Manifest":
    """What the manifest says; for a SQLite copy the head is the copy's own, else the one before the copy began."""
    from alembic.migration import MigrationContext
    from sqlalchemy.orm import Session

    from portal import clock
    from portal.db.opening import open_existing
    from portal.services.auditing.heads import head
    from portal.services.auditing.manifests import Manifest

    with open_existing(url) as connection, Session(connection) as session:
        migration = MigrationContext.configure(connection).get_current_revision() or ""
        made_at = clock.now().isoformat(timespec="seconds")
        manifest = Manifest(made_at, connection.dialect.name, migration, "", "", str(head(session)))
    return _finish(manifest, folder, target)


def _finish(manifest: "Manifest", folder: Path, target: Path | None) -> "Manifest":
    from dataclasses import replace

    from portal.services.auditing.manifests import file_hash

    if target is not None:
        manifest = replace(manifest, file=target.name, sha256=file_hash(target))
    manifest.write(folder / "manifest.json")
    return manifest
