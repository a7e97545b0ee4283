import subprocess
import time

import pytest
from redis import Redis

from portal.launcher import valkey


@pytest.fixture
def unwatched(tmp_path_factory):
    """A server whose supervisor is gone, as after a kill where the kernel has no leash."""
    folder = tmp_path_factory.mktemp("v")
    path = folder / "s"
    with subprocess.Popen(valkey.command(path, folder), stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while not valkey.answers(path) and time.monotonic() < deadline:
            time.sleep(0.02)
        yield path, folder, process
        process.kill()


def test_the_server_listens_on_a_private_socket_only(unwatched):
    path, _, _ = unwatched
    assert path.stat().st_mode & 0o777 == 0o700
    with Redis(unix_socket_path=str(path)) as client:
        settings = client.config_get()
    wanted = {"port": "0", "appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}
    assert {name: settings[name] for name in wanted} == wanted


def test_an_unwatched_server_is_taken_over_with_its_data(unwatched):
    path, folder, process = unwatched
    with Redis(unix_socket_path=str(path)) as client:
        client.rpush("rq:queue:erp", "job")
    assert valkey.take_over(path) is True
    process.wait(timeout=10)
    with subprocess.Popen(valkey.command(path, folder), stdout=subprocess.DEVNULL) as own:
        while not valkey.answers(path):
            assert own.poll() is None
            time.sleep(0.02)
        with Redis(unix_socket_path=str(path)) as client:
            assert client.lrange("rq:queue:erp", 0, -1) == [b"job"]
        own.terminate()


def test_without_a_server_there_is_nothing_to_take_over(tmp_path):
    assert valkey.take_over(tmp_path / "none") is False


def test_a_server_on_the_path_is_preferred_to_the_package(tmp_path, monkeypatch):
    own = tmp_path / "valkey-server"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert valkey.program() == str(own)


def test_without_one_on_the_path_the_package_has_one(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert valkey.program().endswith("/valkey-server")


def test_with_neither_a_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(valkey, "find_spec", lambda _: None)
    with pytest.raises(valkey.NoServerProgram, match="apt install redis-server"):
        valkey.program()


def test_the_address_is_one_that_clients_understand(unwatched):
    path, _, _ = unwatched
    with Redis.from_url(valkey.url(path)) as client:
        assert client.ping() is True
