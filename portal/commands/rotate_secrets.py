"""`portal rotate-secrets`: a new key for stored secrets, everything sealed with it; `--drop-old` ends the old keys."""

import argparse
import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.services.secrets.rotations import Count

NAME = "rotate-secrets"
HELP = "seal every stored secret with a new key (--drop-old then forgets the old keys)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--drop-old",
        action="store_true",
        help="make no new key; forget all but the first, so that old backups of the database cannot be opened",
    )


def run(arguments: argparse.Namespace) -> int:
    """Do it and say how many; returns 0, or 1 with the sentence why nothing was changed."""
    from portal.app import create_app
    from portal.services.secrets import rotations
    from portal.settings import Settings
    from portal.vault import SealBrokenError

    settings = Settings.from_environment()
    path = settings.sealing_keys
    try:
        with create_app(settings).app_context(), _alone(path):
            if arguments.drop_old:
                counts, dropped = rotations.drop_old(path)
            else:
                counts, dropped = rotations.rotate(path), None
    except SealBrokenError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    _tell(counts, path, dropped)
    return 0


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Two runs at once would each write a key file without the other's key; the second one waits."""
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _tell(counts: "tuple[Count, ...]", path: Path, dropped: int | None) -> None:
    for count in counts:
        print(f"{count.number:>6}  {count.what}")
    if dropped is None:
        print(f"All of it is sealed with the new first key of {path}. The old keys still open.")
        print("Back the key file up apart from the database. When no old backup is needed any more:")
        print("  portal rotate-secrets --drop-old")
    else:
        words = "1 old key is" if dropped == 1 else f"{dropped} old keys are"
        print(f"{words} forgotten. Back {path} up apart from the database.")
