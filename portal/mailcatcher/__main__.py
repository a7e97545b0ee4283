"""``python -m portal.mailcatcher --data DIR --smtp-port N --port N``: SMTP in, pages out, on 127.0.0.1."""

import argparse
import os
import signal
import sys
from pathlib import Path

import waitress

from portal.mailcatcher.inbox import Inbox
from portal.mailcatcher.pages import create_app
from portal.mailcatcher.smtp import door


def main() -> int:
    """Catch mails until told to stop."""
    parser = argparse.ArgumentParser(prog="portal.mailcatcher", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that keeps the mails")
    parser.add_argument("--smtp-port", type=int, default=8042)
    parser.add_argument("--port", type=int, default=8041, help="port of the inbox page")
    parser.add_argument("--announce", type=Path, help="file that gets this process's number when it is ready")
    arguments = parser.parse_args()
    inbox = Inbox(arguments.data)
    smtp = door(inbox, arguments.smtp_port)
    smtp.start()
    page = waitress.create_server(
        create_app(inbox), host="127.0.0.1", port=arguments.port, threads=4, ident=None
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if arguments.announce:
        aside = arguments.announce.with_suffix(".new")
        aside.write_text(str(os.getpid()))
        aside.replace(arguments.announce)
    try:
        page.run()
    finally:
        smtp.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
