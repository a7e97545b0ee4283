"""``python3 -m portal COMMAND``: make the environment when it is missing, then run the command in it.

Written so that an older Python 3 still reads it and says what is wrong.
"""

import sys

OLDEST = (3, 11)


def main() -> int:
    """Run the command line, after an install where one is needed. Returns the exit code."""
    if sys.version_info < OLDEST:
        sys.exit(
            "The portal needs Python {}.{} or newer and this is {}.{}. "
            "Start it with a newer one, for example: python3.11 -m portal up".format(
                *OLDEST, *sys.version_info[:2]
            )
        )
    from portal.launcher import environment  # noqa: PLC0415 - an older Python cannot read it

    environment.ensure(sys.argv[1:])
    from portal.cli import main as run  # noqa: PLC0415 - its packages may just have been installed

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
