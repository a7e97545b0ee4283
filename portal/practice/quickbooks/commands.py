"""The command line of the practice QuickBooks: opens the company, starts the Web Connector, serves the page."""

import argparse
import os
import sys
from pathlib import Path

from portal.practice import serving
from portal.practice.armed_faults import arm_from_text
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
    parser.add_argument("--port", type=int, required=True, help="port of the page; 0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--qwc", type=Path, help="the portal's connection file; it may appear later")
    parser.add_argument(
        "--password-env", metavar="NAME", help="variable that holds the Web Connector's password"
    )
    parser.add_argument("--company", default=seeds.NAME, help="name of a new company")
    parser.add_argument("--empty", action="store_true", help="a new company gets accounts only")
    parser.add_argument("--no-schedule", action="store_true", help="update only when told to")
    parser.add_argument(
        "--die-with-parent", action="store_true", help="end when the starting process is gone"
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="NAME[:TIMES[:VALUE]]",
        help=f"arm a fault ({', '.join(FAULTS)}); also {FAULTS_VARIABLE}, separated by commas",
    )
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run until Ctrl-C or TERM. Returns the exit code: 0, or 2 with a sentence where it cannot start."""
    options = read_arguments(arguments)
    password = os.environ.get(options.password_env or "", "")
    if options.qwc and not password:
        print("Name with --password-env the variable that holds the password.", file=sys.stderr)
        return 2
    options.data.mkdir(parents=True, exist_ok=True)
    faults = Faults(options.data / "desk.sqlite")
    try:
        arm_from_text(faults, ",".join([*options.fault, os.environ.get(FAULTS_VARIABLE, "")]))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    company = seeds.prepare(options.data / "company.qbw", options.company, only_accounts=options.empty)
    log = Log(options.data / "QWCLog.txt")
    connector = WebConnector(company, faults, log, options.qwc, password)
    try:
        server = serving.listen(create_app(connector, (options.host,)), options.host, options.port)
    except OSError as error:
        print(f"The page cannot use port {options.port}: {error.strerror}.", file=sys.stderr)
        company.close()
        return 2
    if options.die_with_parent:
        serving.die_with_parent()
    if not options.no_schedule:
        connector.start()
    serving.serve(server, options.host)
    if connector.stop():
        company.close()
    return 0
