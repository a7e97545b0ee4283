"""Serving a desk's page until the process is told to stop, or until the one that started it is gone."""

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from waitress import create_server

_WATCH_SECONDS = 0.5
_THREADS = 4


def listen(app: Flask, host: str, port: int) -> Any:
    """Take the port and return the server, which accepts nothing yet. Raises OSError where the port is taken."""
    return create_server(app, host=host, port=port, threads=_THREADS)


def serve(server: Any, host: str, announce: Path | None = None) -> None:
    """Say that the page is ready, and serve it until Ctrl-C or TERM.

    `announce` is a file that gets this process's number, for whoever waits until it can be used.
    """

    def stop(_signal: int, _frame: object) -> None:
        raise SystemExit

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    print(f"ready: http://{host}:{server.effective_port}/", flush=True)
    if announce:
        aside = announce.with_suffix(".new")
        aside.write_text(str(os.getpid()))
        aside.replace(announce)
    server.run()


def die_with_parent() -> None:
    """End this process at once when the one that started it is gone."""
    _watch(os.getppid(), lambda: os._exit(0))


def _watch(parent: int, end: Callable[[], None]) -> None:
    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_WATCH_SECONDS)
        end()

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
