"""`portal check --deploy`, files: keys and database that others can read, and a database on the network."""

from pathlib import Path

import pytest

from portal.checks import file_checks as checks

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv/shared\\040data nfs4 rw 0 0
//nas/x /mnt/nas cifs rw 0 0
tmpfs /srv/shared\\040data/here tmpfs rw 0 0
"""


@pytest.fixture
def open_folder(tmp_path):
    tmp_path.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("name", ["secret.key", "sealing.keys"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_key_that_others_read_is_found(place, found, open_folder, name, mode):
    path = open_folder / name
    path.touch()
    where = place(secret_key_file=open_folder / "secret.key")
    (open_folder / name).chmod(0o600)
    assert found(checks.key_files, where) == ""
    path.chmod(mode)
    said = found(checks.key_files, where)
    assert f"chmod 600 {path}" in said
    assert f"(mode {mode:o})" in said


def test_behind_a_closed_folder_nobody_reads_it(place, found, open_folder):
    path = open_folder / "secret.key"
    path.touch()
    path.chmod(0o644)
    where = place(secret_key_file=path)
    assert found(checks.key_files, where)
    open_folder.chmod(0o700)
    assert found(checks.key_files, where) == ""


def test_a_database_that_others_read_is_found(place, found, open_folder):
    (open_folder / "portal.sqlite3").chmod(0o644)
    assert "can be read by others" in found(checks.database_file, place())
    (open_folder / "portal.sqlite3").chmod(0o600)
    assert found(checks.database_file, place()) == ""


def test_a_database_on_a_network_mount_is_found(place, found, tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    monkeypatch.setattr(checks, "_MOUNTS", mounts)
    for kind, is_found in (("nfs4", True), ("cifs", True), ("9p", True), ("ext4", False)):
        mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nx {tmp_path} {kind} rw 0 0\n")
        said = found(checks.database_file, place())
        assert (f"network file system ({kind})" in said) is is_found


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/portal/x.sqlite3", "ext4"),
        ("/srv/shared data/x.sqlite3", "nfs4"),
        ("/srv/shared data/here/x.sqlite3", "tmpfs"),
        ("/srv/shared database/x.sqlite3", "ext4"),
        ("/mnt/nas/deep/x.sqlite3", "cifs"),
    ],
)
def test_the_deepest_mount_counts(path, kind):
    assert checks.file_system_of(Path(path), MOUNTS) == kind


def test_postgresql_has_no_file(place, found):
    assert found(checks.database_file, place(database_url="postgresql+psycopg://u@db.example/x")) == ""
