"""`portal up`: the whole portal on this machine, from one command."""

import argparse
import os
import sys
from pathlib import Path

from portal.launcher import ports, running, valkey
from portal.launcher.datafolder import DataFolder, DataFolderTaken
from portal.launcher.parts import Choices

NAME = "up"
HELP = (
    "start the portal: web, workers, ticker, and in the demo a practice QuickBooks company and a mail catcher"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--data", type=Path, default=Path("var"), help="folder that keeps everything (default: ./var)"
    )
    parser.add_argument(
        "--port", type=int, help=f"web port (default: {ports.DEFAULT}, or a free one near it)"
    )
    parser.add_argument("--once", action="store_true", help="walk through the demo unattended, then stop")
    parser.add_argument(
        "--real", action="store_true", help="an empty company: no demo people, no practice ERP"
    )
    parser.add_argument("--public-url", help="the address people use, e.g. https://budgets.example.com")


def run(arguments: argparse.Namespace) -> int:
    """Start the portal and stay until it is stopped."""
    if arguments.once and arguments.real:
        print("--once walks through the demo company; leave out --real.", file=sys.stderr)
        return 2
    try:
        folder = DataFolder(arguments.data)
        with folder.locked():
            refuse_other_company(folder, real=arguments.real)
            choices = Choices(
                folder, ports.choose(arguments.port), arguments.real, arguments.public_url, dict(os.environ)
            )
            return running.run(choices, once=arguments.once)
    except (DataFolderTaken, ports.PortTaken, valkey.NoServerProgram) as reason:
        print(reason, file=sys.stderr)
        return 1


def refuse_other_company(folder: DataFolder, *, real: bool) -> None:
    """Keep demo and real company apart: a folder stays what it was at its first start.

    Raises DataFolderTaken.
    """
    mark = folder.path / "company"
    kind = "real" if real else "demo"
    if not mark.exists():
        mark.write_text(kind)
    elif (there := mark.read_text()) != kind:
        fitting = "with --real" if there == "real" else "without --real"
        raise DataFolderTaken(
            f"{folder.path} holds the {there} company. Start it {fitting}, or choose another folder with --data DIR."
        )
