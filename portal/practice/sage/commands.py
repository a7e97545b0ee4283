"""The command line of the practice Sage 100 Contractor: opens the company and serves the accountant's page."""

import argparse
import re
from pathlib import Path

from portal.practice.armed_faults import ArmedFaults
from portal.practice.command_lines import (
    add_serving_arguments,
    arm,
    listen,
    run,
    serve_until_told,
)
from portal.practice.sage import seed_lists, seeds
from portal.practice.sage.company import Company
from portal.practice.sage.desks import Desk
from portal.practice.sage.faults import SWITCHES
from portal.practice.sage.page import create_app

FAULTS_VARIABLE = "PORTAL_PRACTICE_SAGE_FAULTS"
_FILE_NAME = re.compile(r"[\w-]{1,60}", re.ASCII)


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Read the command line; argparse ends the program with a sentence for a wrong one."""
    parser = argparse.ArgumentParser("portal.practice sage", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the company file and the faults")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--drop", type=Path, required=True, help="folder where the sync agent leaves its sheets"
    )
    parser.add_argument("--name", default="company", help="the company file is called NAME.sqlite3")
    parser.add_argument("--database", metavar="URL", help="keep the company in a PostgreSQL database instead")
    parser.add_argument("--company", default=seed_lists.NAME, help="name of a new company")
    parser.add_argument("--empty", action="store_true", help="a new company gets its nine cost types only")
    options = add_serving_arguments(parser, SWITCHES, FAULTS_VARIABLE).parse_args(arguments)
    if not _FILE_NAME.fullmatch(options.name):
        parser.error("--name takes letters, digits, - and _ only.")
    return options


def main(arguments: list[str]) -> int:
    """Run until Ctrl-C or TERM. Returns the exit code: 0, or 2 with a sentence where it cannot start."""
    return run(_serve, read_arguments(arguments))


def _serve(options: argparse.Namespace) -> None:
    options.data.mkdir(parents=True, exist_ok=True)
    options.drop.mkdir(parents=True, exist_ok=True)
    faults = ArmedFaults(options.data / "desk.sqlite3", SWITCHES)
    arm(faults, options, FAULTS_VARIABLE)
    company = _open(options)
    try:
        app = create_app(Desk(company, options.drop, faults), (options.host,))
        serve_until_told(listen(app, options.host, options.port), options.host, options)
    finally:
        company.close()


def _open(options: argparse.Namespace) -> Company:
    if options.database:
        company = Company.on_server(options.database)
    else:
        company = Company.open(options.data / f"{options.name}.sqlite3")
    return seeds.prepare(company, options.company, only_types=options.empty)
