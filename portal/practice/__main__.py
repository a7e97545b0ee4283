"""`python -m portal.practice quickbooks ...`: run a practice company until it is told to stop."""

import sys

from portal.practice.quickbooks.commands import main as quickbooks

_COMPANIES = {"quickbooks": quickbooks}


def main(arguments: list[str]) -> int:
    """Start the company that the first argument names. Returns the exit code."""
    if not arguments or arguments[0] not in _COMPANIES:
        print(f"Say which practice company: {', '.join(_COMPANIES)}.", file=sys.stderr)
        return 2
    return _COMPANIES[arguments[0]](arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
