"""`portal chaos`: kill parts of the running product at random, then judge what QuickBooks holds and pages say."""

import argparse
import sys
from pathlib import Path

NAME = "chaos"
HELP = "start the product, kill parts of it at random, and judge whether every accepted budget arrived once"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--kills", type=int, default=200, help="how many processes are killed (default: 200)")
    parser.add_argument(
        "--seed", type=int, default=1, help="draws what is killed and what people do (default: 1)"
    )
    parser.add_argument("--budgets", type=int, default=6, help="budgets under way at a time (default: 6)")
    parser.add_argument(
        "--control",
        action="store_true",
        help="ask nobody, keep no journal; the run succeeds when this doubles exports to both ERPs",
    )
    parser.add_argument(
        "--points", type=int, default=0, help="instead of at random: kill at every named point so many times"
    )
    parser.add_argument(
        "--data", type=Path, help="keep everything in this empty folder (default: a temporary one)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Run; 0 when nothing was lost or doubled, with --control when exports to both ERPs were doubled."""
    from portal.chaos.portals import NotStartedError
    from portal.chaos.runs import Wish, run

    wish = Wish(
        kills=arguments.kills,
        seed=arguments.seed,
        budgets=arguments.budgets,
        control=arguments.control,
        points=arguments.points,
        data=arguments.data,
    )
    try:
        return run(wish, lambda line: print(line, flush=True))
    except NotStartedError as reason:
        print(f"The product did not start: {reason}", file=sys.stderr)
        return 1
