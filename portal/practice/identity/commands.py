"""The command line of the practice identity provider."""

import argparse
import os
from pathlib import Path

from portal.practice.armed_faults import ArmedFaults
from portal.practice.command_lines import (
    CannotStartError,
    add_serving_arguments,
    arm,
    listen,
    run,
    serve_until_told,
)
from portal.practice.identity.faults import SWITCHES
from portal.practice.identity.houses import House
from portal.practice.identity.page import create_app
from portal.practice.identity.people import PeopleFile

FAULTS_VARIABLE = "PORTAL_PRACTICE_IDENTITY_FAULTS"
HOST = "127.0.0.1"


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Read the command line; argparse ends the program with a sentence for a wrong one."""
    parser = argparse.ArgumentParser("portal.practice.identity", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the armed faults")
    parser.add_argument("--people", type=Path, required=True, help="JSON file with the people it knows")
    parser.add_argument("--client-id", default="budget-portal")
    parser.add_argument(
        "--secret-env", required=True, metavar="NAME", help="variable with the client's secret"
    )
    parser.add_argument(
        "--redirect-uri", action="append", required=True, help="where a code may be sent, word for word"
    )
    return add_serving_arguments(parser, SWITCHES, FAULTS_VARIABLE).parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run until Ctrl-C or TERM. Returns the exit code: 0, or 2 with a sentence where it cannot start."""
    return run(_serve, read_arguments(arguments))


def _serve(options: argparse.Namespace) -> None:
    house = _house(options)
    server = listen(create_app(house), HOST, options.port)
    house.issuer = f"http://{HOST}:{server.effective_port}"
    serve_until_told(server, HOST, options)


def _house(options: argparse.Namespace) -> House:
    secret = os.environ.get(options.secret_env, "")
    if not secret:
        raise CannotStartError(f"Put the client's secret into the environment variable {options.secret_env}.")
    options.data.mkdir(parents=True, exist_ok=True)
    faults = ArmedFaults(options.data / "identity.sqlite3", SWITCHES)
    arm(faults, options, FAULTS_VARIABLE)
    return House(PeopleFile(options.people), faults, options.client_id, secret, tuple(options.redirect_uri))
