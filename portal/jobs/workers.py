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
    """Works on one queue.

    ``in_fork`` is called first thing in each job's process, to tie it to its parent; ``when_ready`` when the worker
    can be told to stop and is about to take its first job.

    The intervals let an abandoned job show after about two minutes; RQ's own take up to fourteen.
    """

    def __init__(
        self,
        app: Flask,
        queue: str,
        *,
        name: str,
        connection: Redis,
        in_fork: Callable[[], None],
        when_ready: Callable[[], None],
    ) -> None:
        self.app = app
        self.in_fork = in_fork
        self.when_ready = when_ready
        super().__init__(
            [Queue(queue, connection=connection, serializer=JSONSerializer)],
            name=name,
            connection=connection,
            serializer=JSONSerializer,
            worker_ttl=WORKER_TTL,
            maintenance_interval=MAINTENANCE_SECONDS,
            job_monitoring_interval=MONITORING_SECONDS,
        )

    def _install_signal_handlers(self) -> None:
        super()._install_signal_handlers()  # type: ignore[no-untyped-call]
        self.when_ready()

    def main_work_horse(self, job: Job, queue: Queue) -> Any:
        """Run the job in the forked process, with connections of its own; ends the process."""
        self.in_fork()
        if os.getppid() != self.pid:  # the worker was killed before the fork was tied to it
            os._exit(1)
        with self.app.app_context():
            database.engine.dispose(close=False)  # the parent's sockets stay the parent's
            super().main_work_horse(job, queue)
