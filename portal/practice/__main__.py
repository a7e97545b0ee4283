"""`python -m portal.practice quickbooks|sage|identity ...`: run a practice company until it is told to stop."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import cast

_COMPANIES = ("quickbooks", "sage", "identity")


def main(arguments: list[str]) -> int:
    """Start the company that the first argument names. Returns the exit code."""
    if not arguments or arguments[0] not in _COMPANIES:
        print(f"Say which practice company: {', '.join(_COMPANIES)}.", file=sys.stderr)
        return 2
    room = import_module(f"portal.practice.{arguments[0]}.commands")  # only the one that is wanted
    return cast("Callable[[list[str]], int]", room.main)(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
