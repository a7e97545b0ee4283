"""`portal walk ADDRESSES`: the walk through the demo, as `portal up --once` calls it."""

import argparse
import json

NAME = "walk"
HELP = "walk through a running demo as people and machines would (used by up --once)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("addresses", type=json.loads, help='JSON: {"web": URL, "mail": URL, "practice": URL}')


def run(arguments: argparse.Namespace) -> int:
    """Walk; returns 0 when every step was done."""
    from portal.demo import walk

    return walk.run(arguments.addresses)
