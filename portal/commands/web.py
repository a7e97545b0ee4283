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
    parser.add_argument("--threads", type=int, default=12, help="a third of them may wait with sync agents")
    parser.add_argument("--announce", type=Path, help="file that gets this process's number when it is ready")


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop by TERM or Ctrl-C; waitress then lets running requests finish."""
    import waitress

    from portal.app import create_app
    from portal.gateways.agent_waits import AT_ONCE, waiting_in
    from portal.settings import Settings

    leash.watch_parent()
    app = create_app(Settings.from_environment())
    app.config[AT_ONCE] = arguments.threads // 3
    server = waitress.create_server(
        app,
        host="127.0.0.1",
        port=arguments.port,
        threads=arguments.threads,
        ident=None,
        channel_request_lookahead=1,  # so that a poll whose caller has gone can be told
    )

    def stop(*_: object) -> None:
        waiting_in(app).closing.set()
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    announce(arguments.announce)
    server.run()
    return 0
