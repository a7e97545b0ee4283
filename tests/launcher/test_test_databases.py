import psycopg
import pytest
from redis import Redis


def test_a_real_postgresql_answers_and_forgets(postgres_server):
    url = postgres_server.create("one")
    assert url.startswith("postgresql+psycopg://")
    postgres_server.drop("one")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=str(postgres_server.folder), user=postgres_server.user, dbname="one")


def test_a_real_redis_is_empty_for_each_test(redis_url):
    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", "over")


test_again = test_a_real_redis_is_empty_for_each_test
