"""The doorbell: RQ wakes a worker for a row. The row itself is the work, so a lost bell only delays it.

One queue per worker, JSON serializer, row numbers as the only arguments, no retries.
"""

import logging

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer

ERP = "erp"
MAIL = "mail"
FILES = "files"
QUEUES = (ERP, MAIL, FILES)

_log = logging.getLogger(__name__)


class Doorbell:
    """Rings by enqueueing. Never blocks a request for longer than a second, never raises."""

    def __init__(self, redis_url: str) -> None:
        self.redis = connect(redis_url, timeout=1.0)

    def ring(self, bell: tuple[str, str, int]) -> bool:
        """Enqueue `job(row_id)` on `queue`; False (and a log line) when Redis is away."""
        queue, job, row_id = bell
        try:
            Queue(queue, connection=self.redis, serializer=JSONSerializer).enqueue(
                job, row_id, result_ttl=60, failure_ttl=86400, job_timeout=120
            )
        except (RedisError, OSError) as error:
            _log.warning("bell lost: %s(%s): %s", job, row_id, type(error).__name__)
            return False
        return True


def connect(redis_url: str, timeout: float | None = None) -> Redis:
    """A client for `redis_url`; with a timeout it gives up instead of waiting (reliability before patience)."""
    if timeout is None:
        return Redis.from_url(redis_url)
    return Redis.from_url(
        redis_url,
        socket_timeout=timeout,
        socket_connect_timeout=timeout / 2,
        retry=Retry(NoBackoff(), 0),
    )


def is_there(redis_url: str) -> bool:
    """Whether Redis answers within half a second; it may be away without harm, only with delay."""
    try:
        with connect(redis_url, timeout=0.5) as client:
            return bool(client.ping())
    except (RedisError, OSError, ValueError):
        return False
