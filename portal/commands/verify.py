"""`portal verify`: is the database sound, and does the audit hold everything that was ever written to it?"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.domain.audit_chain import Head
    from portal.services.auditing.chain_checks import ChainCheck

NAME = "verify"
HELP = "check the database and the audit's chain; --head or --manifest compare it with what was kept outside"
_SHOWN = 200


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--head", metavar="COUNT:HASH", help="a head kept outside, as the daily mail and backups name it"
    )
    parser.add_argument("--manifest", type=Path, metavar="FILE", help="the manifest.json of a backup")
    parser.add_argument(
        "--database",
        metavar="URL",
        help="look at this database instead, e.g. sqlite:////backups/x/portal.sqlite3",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; 0 when everything holds, 1 when anything does not."""
    from sqlalchemy.exc import DatabaseError

    try:
        anchors, told = _anchors(arguments)
        url = arguments.database or _own_database()
        return _verify(url, anchors, told)
    except (ValueError, LookupError) as refusal:
        print(refusal, file=sys.stderr)
    except DatabaseError as error:
        print(f"The database cannot be read: {error.orig}", file=sys.stderr)
    return 1


def _own_database() -> str:
    from portal.settings import Settings

    return Settings.from_environment().database_url


def _anchors(arguments: argparse.Namespace) -> "tuple[list[Head], list[str]]":
    """The heads kept outside, and what is wrong with the copy beside a manifest."""
    from portal.domain.audit_chain import parse_head
    from portal.services.auditing import manifests

    anchors = [parse_head(arguments.head)] if arguments.head else []
    told: list[str] = []
    if arguments.manifest:
        manifest = manifests.read_manifest(arguments.manifest)
        anchors.append(manifests.head_of(manifest))
        changed = manifests.changed_file(manifest, arguments.manifest.parent)
        told += [changed] if changed else []
    return anchors, told


def _verify(url: str, anchors: "list[Head]", told: list[str]) -> int:
    from sqlalchemy.orm import Session

    from portal.db import integrity
    from portal.db.opening import open_existing
    from portal.services.auditing import chain_checks

    with open_existing(url) as connection:
        wrong = [*told, *integrity.problems(connection)]
        with Session(connection) as session:
            check = chain_checks.check(session, anchors)
    print(f"Database: {'sound, every foreign key leads to a row' if not wrong else 'NOT SOUND'}")
    for sentence in wrong[:_SHOWN]:
        print(f"  {sentence}")
    _print_chain(check, anchors)
    return int(bool(wrong) or not check.whole)


def _print_chain(check: "ChainCheck", anchors: "list[Head]") -> None:
    print(f"Audit: {check.count} entries, {'the chain is whole' if check.whole else 'THE CHAIN IS BROKEN'}")
    print(f"  first {check.first or 'none'}")
    print(f"  last  {check.last or 'none'}")
    print(f"  head  {check.head}")
    for anchor in anchors:
        print(f"  compared with {anchor}, kept outside")
    for each in check.breaks[:_SHOWN]:
        print(f"  {each.sentence}")
    if len(check.breaks) > _SHOWN:
        print(f"  and {len(check.breaks) - _SHOWN} more places")
    if not anchors:
        print("  Compare with a head kept outside (--head, --manifest): a cut tail is found in no other way.")
