"""`portal bench sync`: start the product and measure it as its users meet it."""

import argparse
import sys

NAME = "bench"
HELP = "start the product and measure how long people wait: sync (Post Entries -> visible)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "what", choices=["sync"], help="sync: from Post Entries in Sage to the Job Costs Report"
    )
    parser.add_argument("--rounds", type=int, default=20, help="how many times (default: 20)")


def run(arguments: argparse.Namespace) -> int:
    """Measure; 0 when the goal is met."""
    from portal.chaos.portals import NotStartedError
    from portal.measuring import sync

    try:
        return sync.run(arguments.rounds, lambda line: print(line, flush=True))
    except NotStartedError as reason:
        print(f"The product did not start: {reason}", file=sys.stderr)
        return 1
