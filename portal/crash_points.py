"""Named moments at which a process can be told to die: for proving that dying there loses and doubles nothing.

Off unless PORTAL_CRASH_FILE is set. A point is `<what runs>.before_commit` or `<what runs>.after_commit`; what runs is
an endpoint (`erp.accept`), an operation of the Web Connector (`sendRequestXML`), a job (`erp_push`) or `ticker`. The
file holds the point to die at, and is removed before the blow, so that one writing kills once.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from flask import g, has_request_context, request
from rq import get_current_job
from sqlalchemy import event
from sqlalchemy.orm import Session

BEFORE, AFTER = "before_commit", "after_commit"


def watch(file: Path, die: Callable[[], None] | None = None) -> None:
    """From now on look into `file` around every commit of this process and its forks."""
    strike = die or _die

    def reach(moment: str) -> None:
        if _is_meant(file, f"{_running()}.{moment}"):
            strike()

    event.listen(Session, BEFORE, lambda _session: reach(BEFORE))
    event.listen(Session, AFTER, lambda _session: reach(AFTER))


def _is_meant(file: Path, point: str) -> bool:
    """Whether the file names this point; whoever removes it is the one that dies."""
    try:
        if file.read_text().strip() != point:
            return False
        file.unlink()
    except OSError:
        return False
    return True


def _running() -> str:
    if has_request_context():
        return str(g.get("operation") or request.endpoint)
    job = get_current_job()
    return job.func_name.split(".")[-2] if job is not None and job.func_name else "ticker"


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
