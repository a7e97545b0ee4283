"""The `portal` command."""

import sys
from collections.abc import Sequence

from portal import commands


def overview() -> str:
    """Return what `portal` says when asked nothing: every subcommand with its line of help."""
    rows = [f"  {name:<20} {commands.module_of(name).HELP}" for name in commands.names()]
    return "\n".join(["usage: portal COMMAND ...", "", *rows, "", "portal COMMAND --help tells more."])


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview())
        return 0
    if words[0] not in commands.names():
        print(f"portal has no command {words[0]!r}. It has: {', '.join(commands.names())}.", file=sys.stderr)
        return 2
    return commands.run(words)


if __name__ == "__main__":
    sys.exit(main())
