"""The RQ worker of the portal: the app is built once, each job runs in a fork of it."""

import os
from collections.abc import Callable
from typing import Any

from flask import Flask
from redis import Redis
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from portal.db.base import database

WORKER_TTL = 60
MAINTENANCE_SECONDS = 30
MONITORING_SECONDS = 10


class JobWorker(Worker):
    """Works on one queue. ``in_fork`` is called first thing in each job's process, e.g. to tie it to its parent.

    The intervals let an abandoned job show after about two minutes; RQ's own take up to fourteen.
    """

    def __init__(
        self, app: Flask, queue: str, *, name: str, connection: Redis, in_fork: Callable[[], None]
    ) -> None:
        self.app = app
        self.in_fork = in_fork
        super().__init__(
            [Queue(queue, connection=connection, serializer=JSONSerializer)],
            name=name,
            connection=connection,
            serializer=JSONSerializer,
            worker_ttl=WORKER_TTL,
            maintenance_interval=MAINTENANCE_SECONDS,
            job_monitoring_interval=MONITORING_SECONDS,
        )

    def main_work_horse(self, job: Job, queue: Queue) -> Any:
        """Run the job in the forked process, with connections of its own; ends the process."""
        parent = os.getppid()
        self.in_fork()
        if os.getppid() != parent:  # the worker was killed before the fork was tied to it
            os._exit(1)
        with self.app.app_context():
            database.engine.dispose(close=False)  # the parent's sockets stay the parent's
            super().main_work_horse(job, queue)
