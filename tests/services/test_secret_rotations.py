"""`portal rotate-secrets`: all of it under the new key or none, and a broken run completed by the next."""

from dataclasses import replace

import pytest

from portal import clock, commands
from portal.db.exchange import ErpConnection
from portal.db.mails import MailServer
from portal.db.sign_in import IdentityProvider, SecondFactor
from portal.db.transactions import reader, transaction
from portal.services.secrets import rotations, sealed_settings
from portal.vault import SealBrokenError, Vault, new_key, read_keys, vault_at, write_keys
from tests import factories
from tests.people import AKI, KAREN

TEXTS = ("JBSWY3DPEHPK3PXP", "KRSXG5CTMVRXEZLU", "client secret", "smtp word", "ledger word")


@pytest.fixture
def path(sqlite_settings):
    return sqlite_settings.sealing_keys


@pytest.fixture
def world(plain_sqlite_app, path):
    with plain_sqlite_app.app_context():
        world = factories.furnish()
        fill(world, vault_at(path))
        yield world


def fill(world, vault):
    now = clock.now()
    with transaction() as session:
        for person, text in ((AKI, TEXTS[0]), (KAREN, TEXTS[1])):
            factor = SecondFactor(person_id=world.id_of(person), secret=vault.seal(text), created_at=now)
            session.add(factor)
        session.add(
            IdentityProvider(
                name="Halden",
                issuer="https://id.example",
                client_id="portal",
                client_secret=vault.seal(TEXTS[2]),
                created_at=now,
            )
        )
        session.add(
            MailServer(
                host="mail.example",
                port=25,
                security="none",
                password=vault.seal(TEXTS[3]),
                sender="a@b.example",
                changed_at=now,
            )
        )
        session.get_one(ErpConnection, world.connection).settings = {
            "poll_minutes": "5",
            "word": sealed_settings.put_away(vault, TEXTS[4]),
        }


def stored():
    reader().rollback()
    reader().expire_all()
    return [
        *reader().scalars(reader().query(SecondFactor.secret).order_by(SecondFactor.id).statement),
        reader().query(IdentityProvider).one().client_secret,
        reader().query(MailServer).one().password,
        reader().query(ErpConnection).one().settings["word"]["sealed"],
    ]


def opened(keys):
    return tuple(Vault(keys).open(each) for each in stored())


def test_the_fixture_seals_every_place_that_the_rotation_knows(world):
    assert len(stored()) == len(rotations.COLUMNS) + 2


def test_everything_is_sealed_with_the_new_first_key_and_counted(world, path):
    old = read_keys(path)
    counts = rotations.rotate(path)
    assert [count.number for count in counts] == [2, 1, 1, 1]
    keys = read_keys(path)
    assert keys[1:] == old
    assert opened(keys[:1]) == TEXTS
    assert reader().query(ErpConnection).one().settings["poll_minutes"] == "5"


def test_the_old_keys_go_only_on_demand(world, path):
    old = read_keys(path)
    rotations.rotate(path)
    rotations.rotate(path)
    assert len(read_keys(path)) == 3
    counts, dropped = rotations.drop_old(path)
    assert dropped == 2
    assert sum(count.number for count in counts) == 5
    assert len(read_keys(path)) == 1
    assert opened(read_keys(path)) == TEXTS
    with pytest.raises(SealBrokenError):
        opened(old)


def test_dropping_seals_first_what_an_old_key_still_holds(world, path):
    """A run that died after it wrote the key file left everything under the old key."""
    write_keys(path, (new_key(), *read_keys(path)))
    rotations.drop_old(path)
    assert opened(read_keys(path)) == TEXTS


@pytest.mark.parametrize("place", range(6))
def test_interrupted_anywhere_nothing_is_lost_and_a_second_run_completes(world, path, monkeypatch, place):
    """Places 0 to 4: at the n-th secret; 5: between the key file and the database."""

    class PowerCutError(BaseException):
        pass

    seen, reseal = [], Vault.reseal

    def dying(vault, sealed):
        seen.append(sealed)
        if len(seen) == counted + place + 1:
            raise PowerCutError
        return reseal(vault, sealed)

    counted = 1  # the connection's secret is resealed once by the look beforehand
    if place == 5:
        monkeypatch.setattr(rotations, "reseal", lambda _vault: (_ for _ in ()).throw(PowerCutError))
    else:
        monkeypatch.setattr(Vault, "reseal", dying)
    before = stored()
    with pytest.raises(PowerCutError):
        rotations.rotate(path)
    assert stored() == before, "all or none"
    assert len(read_keys(path)) == 2
    assert opened(read_keys(path)) == TEXTS
    monkeypatch.undo()
    rotations.rotate(path)
    rotations.drop_old(path)
    assert opened(read_keys(path)) == TEXTS


@pytest.mark.parametrize("act", [rotations.rotate, rotations.drop_old])
def test_a_lost_key_stops_it_before_anything_changes(world, path, act):
    write_keys(path, (new_key(),))
    keys, before = read_keys(path), stored()
    with pytest.raises(SealBrokenError):
        act(path)
    assert read_keys(path) == keys
    assert stored() == before


@pytest.fixture
def command(sqlite_settings, monkeypatch, world, capsys):
    monkeypatch.setattr("portal.settings.Settings.from_environment", lambda: replace(sqlite_settings))

    def run(*words):
        code = commands.run(["rotate-secrets", *words])
        return code, *capsys.readouterr()

    return run


def test_the_command_says_counts_and_the_next_step(command, path):
    code, told, _ = command()
    assert code == 0
    assert "     2  authenticator apps" in told
    assert "     1  settings of connections" in told
    assert "portal rotate-secrets --drop-old" in told
    code, told, _ = command("--drop-old")
    assert code == 0
    assert "1 old key is forgotten." in told
    assert all(text not in told for text in TEXTS)
    assert all(key not in told for key in read_keys(path))


def test_a_lost_key_is_one_sentence_and_no_trace(command, path):
    write_keys(path, (new_key(),))
    code, told, refused = command()
    assert code == 1
    assert told == ""
    assert "cannot be opened with the key file of this server, so nothing was changed." in refused
    assert "authenticator apps" in refused
    assert "Traceback" not in refused


def test_a_spoiled_key_file_is_one_sentence_and_no_trace(command, path):
    path.write_text("spoiled")
    code, _, refused = command()
    assert code == 1
    assert f"The key file {path} holds no usable keys." in refused
