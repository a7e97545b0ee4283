"""What the command lines of all practice companies share: some arguments, armed faults, how they start and end."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from portal.practice import serving
from portal.practice.armed_faults import ArmedFaults, arm_from_text


class CannotStartError(Exception):
    """A practice company cannot start; the text is the sentence for whoever started it."""


def add_serving_arguments(
    parser: argparse.ArgumentParser, faults: Mapping[str, str], variable: str
) -> argparse.ArgumentParser:
    """Add what every company takes: the page's port, the faults to arm, and how the process is watched.

    `variable` is the environment's name for more faults. Returns the same parser.
    """
    parser.add_argument("--port", type=int, required=True, help="port of the page; 0 takes a free one")
    parser.add_argument("--announce", type=Path, help="file that gets this process's number when it is ready")
    parser.add_argument(
        "--die-with-parent", action="store_true", help="end when the starting process is gone"
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="NAME[:TIMES[:VALUE]]",
        help=f"arm a fault ({', '.join(faults)}); also {variable}, separated by commas",
    )
    return parser


def run(serve: Callable[[argparse.Namespace], None], options: argparse.Namespace) -> int:
    """Run a company until Ctrl-C or TERM. Returns the exit code: 0, or 2 with a sentence where it cannot start."""
    try:
        serve(options)
    except CannotStartError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def arm(faults: ArmedFaults, options: argparse.Namespace, variable: str) -> None:
    """Arm what the command line and the environment name. Raises CannotStartError for a fault there is not."""
    try:
        arm_from_text(faults, ",".join([*options.fault, os.environ.get(variable, "")]))
    except ValueError as error:
        raise CannotStartError(str(error)) from error


def listen(app: Flask, host: str, port: int) -> Any:
    """Take the port and return the server, which accepts nothing yet. Raises CannotStartError where it is taken."""
    try:
        return serving.listen(app, host, port)
    except OSError as error:
        raise CannotStartError(f"The page cannot use port {port}: {error.strerror}.") from error


def serve_until_told(server: Any, host: str, options: argparse.Namespace) -> None:
    """Serve the page until the process is told to stop, or its starter is gone where the options say so."""
    if options.die_with_parent:
        serving.die_with_parent()
    serving.serve(server, host, options.announce)
