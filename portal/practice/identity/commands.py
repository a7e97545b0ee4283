"""The command line of the practice identity provider."""

import argparse
import os
import sys
from pathlib import Path

from portal.practice import serving
from portal.practice.armed_faults import ArmedFaults, arm_from_text
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
    parser.add_argument("--port", type=int, required=True, help="port of the page; 0 takes a free one")
    parser.add_argument("--client-id", default="budget-portal")
    parser.add_argument(
        "--secret-env", required=True, metavar="NAME", help="variable with the client's secret"
    )
    parser.add_argument(
        "--redirect-uri", action="append", required=True, help="where a code may be sent, word for word"
    )
    parser.add_argument("--announce", type=Path, help="file that gets this process's number when it is ready")
    parser.add_argument(
        "--die-with-parent", action="store_true", help="end when the starting process is gone"
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="NAME[:TIMES[:VALUE]]",
        help=f"arm a fault ({', '.join(SWITCHES)}); also {FAULTS_VARIABLE}, separated by commas",
    )
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run until Ctrl-C or TERM. Returns the exit code: 0, or 2 with a sentence where it cannot start."""
    options = read_arguments(arguments)
    try:
        house = _house(options)
        server = serving.listen(create_app(house), HOST, options.port)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"The page cannot use port {options.port}: {error.strerror}.", file=sys.stderr)
        return 2
    house.issuer = f"http://{HOST}:{server.effective_port}"
    if options.die_with_parent:
        serving.die_with_parent()
    serving.serve(server, HOST, options.announce)
    return 0


def _house(options: argparse.Namespace) -> House:
    secret = os.environ.get(options.secret_env, "")
    if not secret:
        raise ValueError(f"Put the client's secret into the environment variable {options.secret_env}.")
    options.data.mkdir(parents=True, exist_ok=True)
    faults = ArmedFaults(options.data / "identity.sqlite3", SWITCHES)
    arm_from_text(faults, ",".join([*options.fault, os.environ.get(FAULTS_VARIABLE, "")]))
    return House(PeopleFile(options.people), faults, options.client_id, secret, tuple(options.redirect_uri))
