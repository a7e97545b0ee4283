"""The agent's settings: a TOML file, and environment variables that go before it.

Every setting `name` may also be given as the environment variable `PORTAL_AGENT_NAME`. The key is never printed.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import setting_values
from .failures import SettingsError

FILE_NAME = "portal-agent.toml"
PREFIX = "PORTAL_AGENT_"
NAMES = (
    "portal_url",
    "username",
    "key",
    "key_file",
    "database_url",
    "company_name",
    "company_key",
    "drop_folder",
    "state_folder",
    "proxy",
    "ca_bundle",
    "marker_seconds",
    "full_seconds",
    "log_file",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the agent needs to know. Seconds of 0 leave the pace to the portal.

    `unsafe` switches the journal off and leaves the operation out of names and references: only a test may want that.
    """

    portal_url: str
    username: str
    key: str = field(repr=False)
    database_url: str = field(repr=False)
    drop_folder: Path
    state_folder: Path
    company_name: str = ""
    company_key: str = ""
    proxy: str = field(default="", repr=False)
    ca_bundle: str = ""
    marker_seconds: float = 0.0
    full_seconds: float = 0.0
    log_file: str = ""
    key_file: str = ""
    unsafe: bool = False


def read(path: Path | None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of a file and the environment. Raises SettingsError with a sentence per wrong setting.

    Without `path` the file `portal-agent.toml` of the current folder is taken if it is there.
    """
    given = os.environ if environment is None else environment
    values, folder = _file_values(path)
    values.update({name: given[PREFIX + name.upper()] for name in NAMES if PREFIX + name.upper() in given})
    checked = setting_values.Reading(values, folder)
    settings = Settings(
        portal_url=checked.portal_url(),
        username=checked.required("username", "the user name that the connection's page of the portal shows"),
        key=checked.key(),
        database_url=checked.database_url(),
        drop_folder=checked.folder("drop_folder", "the folder that the accountant opens to post sheets"),
        state_folder=checked.folder("state_folder", "a folder of the agent's own, for its journal"),
        company_name=checked.text("company_name"),
        company_key=checked.text("company_key"),
        proxy=checked.text("proxy"),
        ca_bundle=checked.file("ca_bundle"),
        marker_seconds=checked.seconds("marker_seconds"),
        full_seconds=checked.seconds("full_seconds"),
        log_file=checked.path("log_file"),
        key_file=checked.path("key_file"),
        unsafe=given.get(PREFIX + "UNSAFE") == "1",
    )
    checked.refuse_strangers(NAMES)
    if checked.problems:
        raise SettingsError(checked.problems)
    return settings


def _file_values(path: Path | None) -> tuple[dict[str, Any], Path]:
    """The file's values, and the folder that relative paths start from."""
    file = path or Path(FILE_NAME)
    if path is None and not file.exists():
        return {}, Path.cwd()
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig")), file.resolve().parent
    except OSError as error:
        raise SettingsError([f"The settings file {file} cannot be read: {error.strerror}."]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        how = "Write each setting as name = 'value'; single quotes keep the backslashes of Windows paths."
        raise SettingsError([f"The settings file {file} is not valid TOML: {error}. {how}"]) from error
