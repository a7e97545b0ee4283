"""`portal worker QUEUE`: an RQ worker that has the app built before it forks for a job.

One queue per worker: one that listens on two loses jobs when it is killed. No scheduler and no retries: the
database knows what is due, and the ticker rings again.
"""

import argparse
import os
import secrets
import sys
from pathlib import Path

from portal.launcher import leash
from portal.launcher.readiness import announce

NAME = "worker"
HELP = "work on one queue of background jobs"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("queue", help="erp, mail or files")
    parser.add_argument("--burst", action="store_true", help="end when the queue is empty")
    parser.add_argument("--announce", type=Path, help="file that gets this process's number when it is ready")


def run(arguments: argparse.Namespace) -> int:
    """Work until told to stop; a running job is finished first."""
    from portal.app import create_app
    from portal.jobs.workers import JobWorker
    from portal.queue import QUEUES, connect
    from portal.settings import Settings

    if arguments.queue not in QUEUES:
        print(f"There is no queue {arguments.queue!r}. Queues are: {', '.join(QUEUES)}.", file=sys.stderr)
        return 2
    leash.watch_parent()
    settings = Settings.from_environment()
    app = create_app(settings)
    name = f"{arguments.queue}-{os.getpid()}-{secrets.token_hex(4)}"
    worker = JobWorker(
        app,
        arguments.queue,
        name=name,
        connection=connect(settings.redis_url),
        in_fork=leash.die_with_parent,
        when_ready=lambda: announce(arguments.announce),
    )
    worker.work(burst=arguments.burst, logging_level="INFO")
    return 0
