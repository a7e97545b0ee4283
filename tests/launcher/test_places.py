import os
import socket

import pytest

from portal.launcher import parts, ports
from portal.launcher.datafolder import DataFolder
from portal.queue import QUEUES


@pytest.fixture
def taken():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_the_ports_stand_side_by_side_when_nobody_took_them(monkeypatch):
    monkeypatch.setattr(ports, "is_free", lambda _: True)
    assert ports.choose(None) == ports.Ports(
        web=8040, mail=8041, smtp=8042, practice=8043, sage=8044, identity=8045
    )
    assert ports.choose(9000) == ports.Ports(
        web=9000, mail=9001, smtp=9002, practice=9003, sage=9004, identity=9005
    )


def test_a_taken_port_moves_on_and_no_two_parts_share_one(monkeypatch):
    monkeypatch.setattr(ports, "is_free", lambda port: port not in {8040, 8051})
    assert ports.choose(None) == ports.Ports(
        web=8050, mail=8052, smtp=8053, practice=8054, sage=8055, identity=8056
    )


def test_a_taken_port_that_was_asked_for_is_refused(taken):
    with pytest.raises(ports.PortTaken, match=f"Port {taken} is in use"):
        ports.choose(taken)


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = DataFolder(tmp_path).secret("secret.key")
    kept = path.read_text()
    assert len(kept) >= 43
    assert path.stat().st_mode & 0o777 == 0o600
    assert DataFolder(tmp_path).secret("secret.key").read_text() == kept


def test_folders_are_readable_by_their_owner_only(tmp_path):
    folder = DataFolder(tmp_path / "new")
    assert {
        path.stat().st_mode & 0o777 for path in (folder.path, folder.run, folder.valkey, folder.logs)
    } == {0o700}


def test_a_long_folder_gets_a_short_socket_path(tmp_path):
    deep = tmp_path.joinpath(*["a-rather-long-name"] * 8)
    path = DataFolder(deep).socket
    assert len(os.fsencode(path)) < 108
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.parent.rmdir()


def test_a_folder_that_cannot_be_made_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Exception, match="Choose another with --data DIR"):
        DataFolder(tmp_path / "file")


def choices(tmp_path, *, real=False, given=None, public_url=None):
    return parts.Choices(
        DataFolder(tmp_path),
        ports.Ports(1, 2, 3, 4, 5, 6),
        real,
        public_url,
        given or {},
        lambda words: words,
        lambda: None,
    )


def test_every_queue_has_a_worker_of_its_own(tmp_path):
    assert parts.QUEUES == QUEUES
    assert [part.command()[1] for part in parts.worker_parts(choices(tmp_path))] == list(QUEUES)


def test_the_demo_keeps_its_mails_here_and_a_real_company_does_not(tmp_path):
    given = {"SMTP_HOST": "mail.example.com"}
    demo = parts.environment(choices(tmp_path, given=given))
    assert (demo["SMTP_HOST"], demo["SMTP_PORT"], demo["PORTAL_DEMO"]) == ("127.0.0.1", "3", "1")
    real = parts.environment(choices(tmp_path, real=True, given=given))
    assert real["SMTP_HOST"] == "mail.example.com"
    assert not {"PORTAL_DEMO", "PORTAL_PRACTICE_PASSWORD", "PORTAL_PRACTICE_IDENTITY_URL"} & set(real)


def test_a_given_database_and_redis_are_used(tmp_path):
    given = {"DATABASE_URL": "postgresql://db/portal", "REDIS_URL": "redis://cache"}
    settings = parts.environment(choices(tmp_path, given=given, public_url="https://budgets.example.com"))
    assert {name: settings[name] for name in given} == given
    assert settings["PORTAL_BASE_URL"] == "https://budgets.example.com"


def test_a_real_company_has_no_practice_erp(tmp_path):
    names = {part.name for part in parts.after_database(choices(tmp_path, real=True))}
    assert not {"practice", "sage", "agent", "identity"} & names
    assert names < {part.name for part in parts.after_database(choices(tmp_path))}
