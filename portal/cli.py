"""The `portal` command: finds its subcommands in ``portal/commands/``, one module each.

A command module has ``NAME``, ``HELP``, ``configure(parser)`` and ``run(arguments) -> int``. Its file is the name with
underscores; only the module of the wanted command is imported, so every command starts quickly. Imports that take
time belong into ``run``. A module with ``TAKES_REST = True`` gets unknown words in ``arguments.rest``.
"""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

from portal import commands


def names() -> list[str]:
    """Return the names of all subcommands."""
    return sorted(found.name.replace("_", "-") for found in pkgutil.iter_modules(commands.__path__))


def module_of(name: str) -> ModuleType:
    """Import the module of a subcommand."""
    return importlib.import_module(f"portal.commands.{name.replace('-', '_')}")


def overview() -> str:
    """Return what `portal` says when asked nothing: every subcommand with its line of help."""
    rows = [f"  {name:<20} {module_of(name).HELP}" for name in names()]
    return "\n".join(["usage: portal COMMAND ...", "", *rows, "", "portal COMMAND --help tells more."])


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview())
        return 0
    name, *rest = words
    if name not in names():
        print(f"portal has no command {name!r}. It has: {', '.join(names())}.", file=sys.stderr)
        return 2
    module = module_of(name)
    takes_rest = getattr(module, "TAKES_REST", False)
    parser = argparse.ArgumentParser(
        prog=f"portal {name}", description=module.HELP, add_help=not takes_rest, allow_abbrev=False
    )
    module.configure(parser)
    arguments, unknown = parser.parse_known_args(rest)
    if unknown and not takes_rest:
        parser.error(f"unknown: {' '.join(unknown)}")
    arguments.rest = unknown
    return int(module.run(arguments))


if __name__ == "__main__":
    sys.exit(main())
