"""Settings: a file, the environment before it, and a sentence for each mistake."""

import pytest

from portal.agent import settings
from portal.agent.failures import SettingsError

GOOD = """
portal_url = "https://budgets.example.com/"
username = "portal-12ab34cd"
key_file = "agent.key"
database_url = 'sqlite:///company.sqlite3'
drop_folder = "drop"
state_folder = "state"
marker_seconds = 3
"""


@pytest.fixture
def file(tmp_path):
    (tmp_path / "agent.key").write_text("abcde-fghjk\n")
    path = tmp_path / "portal-agent.toml"
    path.write_text(GOOD)
    return path


def problems(path, environment=None) -> list[str]:
    with pytest.raises(SettingsError) as told:
        settings.read(path, environment or {})
    return told.value.problems


def test_a_file_and_paths_from_where_it_lies(file, tmp_path):
    read = settings.read(file, {})
    assert read.portal_url == "https://budgets.example.com"
    assert read.key == "abcde-fghjk"
    assert read.database_url == f"sqlite:///{tmp_path / 'company.sqlite3'}"
    assert read.drop_folder == tmp_path / "drop"
    assert (read.marker_seconds, read.full_seconds, read.unsafe) == (3.0, 0.0, False)
    assert "abcde" not in repr(read)


def test_the_environment_goes_first(file):
    read = settings.read(file, {"PORTAL_AGENT_USERNAME": "other", "PORTAL_AGENT_UNSAFE": "1"})
    assert (read.username, read.unsafe) == ("other", True)


def test_everything_missing_is_told_at_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = problems(None)
    assert [each.split(" ")[0] for each in told] == [
        "portal_url",
        "username",
        "key",
        "database_url",
        "drop_folder",
        "state_folder",
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('portal_url = "http://budgets.example.com"', "portal_url must start with https://"),
        ('portal_url = "budgets"', "portal_url is not an address: budgets."),
        ('database_url = "mysql://x"', "database_url must start with one of mssql+pymssql://"),
        ('key_file = "gone.key"', "cannot be read"),
        ("marker_seconds = -1", "marker_seconds must be a number of seconds between 0 and 86400, not -1."),
        ('marker_seconds = "soon"', "marker_seconds must be a number"),
        ('ca_bundle = "gone.pem"', "gone.pem is not there. Correct the path."),
        ('drop_folders = "x"', "drop_folders is no setting of the agent."),
        ("username = true", "username must be a text. Write username = '...'."),
        ('drop_folder = "agent.key"', "cannot be made"),
        ('drop_folder = "C:\\new"', "Write Windows paths in single quotes"),
        ('drop_folder = "C:\\drop"', "is not valid TOML"),
    ],
)
def test_a_mistake_has_a_sentence(file, line, sentence):
    name = line.split(" ")[0]
    kept = [each for each in GOOD.splitlines() if not each.startswith(f"{name} ")]
    file.write_text("\n".join([*kept, line]))
    assert sentence in "\n".join(problems(file))


def test_a_key_file_holds_only_the_key(file, tmp_path):
    (tmp_path / "agent.key").write_text("two words")
    assert "must hold the key and nothing else" in problems(file)[0]


def test_a_file_that_is_not_there(tmp_path):
    assert "cannot be read" in problems(tmp_path / "gone.toml")[0]


def test_plain_http_only_to_this_computer(file):
    for host in ("127.0.0.1:8000", "localhost", "[::1]:80"):
        assert (
            settings.read(file, {"PORTAL_AGENT_PORTAL_URL": f"http://{host}"}).portal_url == f"http://{host}"
        )
