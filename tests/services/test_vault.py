"""Stored secrets: sealed with the first key, opened with any, lost keys said plainly, another key file noticed."""

import stat
import threading

import pytest
from cryptography.fernet import Fernet

from portal.vault import SealBrokenError, Vault, new_key, read_keys, vault_at, write_keys

SECRET = "an SMTP password, ünïcode"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "sealing.keys"


def test_a_sealed_text_is_unreadable_and_opens_again(path):
    vault = vault_at(path)
    sealed = vault.seal(SECRET)
    assert SECRET not in sealed
    assert sealed != vault.seal(SECRET), "the same text twice looks different"
    assert vault.open(sealed) == SECRET


def test_nothing_stays_nothing(path):
    assert vault_at(path).seal("") == ""
    assert vault_at(path).open("") == ""


def test_the_first_key_seals_and_every_key_opens():
    old, new = new_key(), new_key()
    sealed = Vault((old,)).seal(SECRET)
    both = Vault((new, old))
    assert both.open(sealed) == SECRET
    fresh = both.reseal(sealed)
    assert Fernet(new).decrypt(fresh.encode()).decode() == SECRET
    with pytest.raises(SealBrokenError):
        Vault((old,)).open(fresh)


def test_a_lost_key_is_said_in_a_sentence(path):
    sealed = Vault((new_key(),)).seal(SECRET)
    with pytest.raises(SealBrokenError, match="Put the right key file back, or type the secret anew"):
        vault_at(path).open(sealed)


@pytest.mark.parametrize("content", ["", "no key\n", "é\n"])
def test_a_file_without_keys_is_refused_and_kept(path, content):
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SealBrokenError, match="holds no usable keys"):
        vault_at(path)
    assert path.read_text(encoding="utf-8") == content


def test_only_the_owner_reads_the_file_and_it_is_made_once(path):
    first = read_keys(path)
    assert read_keys(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    write_keys(path, (new_key(), *first))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_keys(path)[1:] == first
    assert [each.name for each in path.parent.iterdir()] == [path.name], "nothing is left beside it"


def test_processes_that_start_together_agree_on_one_key(path):
    start, found = threading.Barrier(8), []

    def begin():
        start.wait()
        found.append(read_keys(path))

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert set(found) == {read_keys(path)}


def test_a_running_process_notices_new_keys(path):
    running = vault_at(path)
    before = running.seal(SECRET)
    keys = read_keys(path)
    write_keys(path, (new_key(), *keys))
    meanwhile = vault_at(path).seal(SECRET)
    assert running.open(meanwhile) == SECRET
    assert running.open(before) == SECRET
    with pytest.raises(SealBrokenError):
        Vault(keys).open(running.seal(SECRET))


def test_a_running_process_keeps_its_keys_while_the_file_is_away(path):
    running = vault_at(path)
    sealed = running.seal(SECRET)
    path.unlink()
    assert running.open(sealed) == SECRET
