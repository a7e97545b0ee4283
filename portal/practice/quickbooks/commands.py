"""The command line of the practice QuickBooks: opens the company, starts the Web Connector, serves the page."""

import argparse
import os
from pathlib import Path

from portal.practice.command_lines import (
    CannotStartError,
    add_serving_arguments,
    arm,
    listen,
    run,
    serve_until_told,
)
from portal.practice.quickbooks import seeds
from portal.practice.quickbooks.faults import FAULTS, Faults
from portal.practice.quickbooks.logs import Log
from portal.practice.quickbooks.page import create_app
from portal.practice.quickbooks.schedules import WebConnector

FAULTS_VARIABLE = "PORTAL_PRACTICE_FAULTS"


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Read the command line; argparse ends the program with a sentence for a wrong one."""
    parser = argparse.ArgumentParser("portal.practice quickbooks", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the company file and the log")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--qwc", type=Path, help="the portal's connection file; it may appear later")
    parser.add_argument(
        "--password-env", metavar="NAME", help="variable that holds the Web Connector's password"
    )
    parser.add_argument("--company", default=seeds.NAME, help="name of a new company")
    parser.add_argument("--empty", action="store_true", help="a new company gets accounts only")
    parser.add_argument("--no-schedule", action="store_true", help="update only when told to")
    return add_serving_arguments(parser, FAULTS, FAULTS_VARIABLE).parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run until Ctrl-C or TERM. Returns the exit code: 0, or 2 with a sentence where it cannot start."""
    return run(_serve, read_arguments(arguments))


def _serve(options: argparse.Namespace) -> None:
    password = os.environ.get(options.password_env or "", "")
    if options.qwc and not password:
        raise CannotStartError("Name with --password-env the variable that holds the password.")
    options.data.mkdir(parents=True, exist_ok=True)
    faults = Faults(options.data / "desk.sqlite")
    arm(faults, options, FAULTS_VARIABLE)
    company = seeds.prepare(options.data / "company.qbw", options.company, only_accounts=options.empty)
    log = Log(options.data / "QWCLog.txt")
    connector = WebConnector(company, faults, log, options.qwc, password)
    try:
        server = listen(create_app(connector, (options.host,)), options.host, options.port)
    except CannotStartError:
        company.close()
        raise
    if not options.no_schedule:
        connector.start()
    serve_until_told(server, options.host, options)
    if connector.stop():
        company.close()
