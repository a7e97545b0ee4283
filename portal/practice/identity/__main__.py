"""`python -m portal.practice.identity ...`: run the practice identity provider until it is told to stop."""

import sys

from portal.practice.identity.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
