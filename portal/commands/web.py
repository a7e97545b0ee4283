"""`portal web`: the web server for one machine (waitress). In production ``gunicorn wsgi:app`` may take its place."""

import argparse
import signal
import sys
from pathlib import Path

from portal.launcher import leash
from portal.launcher.readiness import announce

NAME = "web"
HELP = "serve the pages and the machine gateways on 127.0.0.1"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--port", type=int, default=8040)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--announce", type=Path, help="file that gets this process's number when it is ready")


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop by TERM or Ctrl-C; waitress then lets running requests finish."""
    import waitress

    from portal.app import create_app
    from portal.settings import Settings

    leash.watch_parent()
    app = create_app(Settings.from_environment())
    server = waitress.create_server(
        app, host="127.0.0.1", port=arguments.port, threads=arguments.threads, ident=None
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    announce(arguments.announce)
    server.run()
    return 0
