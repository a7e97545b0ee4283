"""The sync agent as one download: its own files, what pip needs, and settings that know this connection.

The key is not in it: it was shown once and is typed into a file on the ERP's computer. The same portal gives the same
bytes, so that a download can be compared with another. Source: Install the hh2 Synchronization Client (its download
and its first settings).
"""

import io
import json
import re
import zipfile
from pathlib import Path

from portal.db.exchange import ErpConnection
from portal.erp.contract import OffersAgent
from portal.erp.registry import connector_for
from portal.resources import PACKAGE

FILE_NAME = "portal-agent.zip"
REQUIREMENTS = ("sqlalchemy>=2.1", "requests>=2.34", "xlsxwriter>=3.3")
EXTRAS = {"mssql": "pymssql>=2.4.6", "postgresql": "psycopg[binary]>=3.3"}
_FOLDER = PACKAGE / "agent"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_PROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "portal-agent"
version = {version}
description = "The sync agent between the budget portal and Sage 100 Contractor."
readme = "README.md"
requires-python = ">=3.11"
dependencies = {requirements}

[project.optional-dependencies]
{extras}

[project.scripts]
portal-agent = "portal_agent.__main__:main"

[tool.hatch.build.targets.wheel]
packages = ["portal_agent"]
"""
_SETTINGS = """\
# Settings of the sync agent; README.md explains each. Keep Windows paths in single quotes.
portal_url = {base_url}
username = {username}

# A file with the key (the connection's password, shown once in the portal) and nothing else.
key_file = 'agent.key'

# The company database, through a login that may only read.
database_url = 'mssql+pymssql://portal_agent:WORD@SERVER/COMPANY'

# Where sheets are laid for the accountant, and the agent's own folder.
drop_folder = 'sheets'
state_folder = 'state'

# proxy = 'http://proxy:3128'
# ca_bundle = 'company-authorities.pem'
"""


def offered(connection: ErpConnection, base_url: str) -> bytes | None:
    """The download of a connection; None where its ERP is reached otherwise."""
    if not isinstance(connector_for(connection.connector), OffersAgent):
        return None
    return zip_of(base_url, connection.username)


def zip_of(base_url: str, username: str) -> bytes:
    """The agent, prepared for one connection: sorted names, fixed dates, no key."""
    files = {f"portal_agent/{path.relative_to(_FOLDER).as_posix()}": path.read_bytes() for path in _modules()}
    files["README.md"] = (_FOLDER / "README.md").read_bytes()
    files["pyproject.toml"] = _project().encode()
    files["portal-agent.toml"] = _SETTINGS.format(
        base_url=json.dumps(base_url), username=json.dumps(username)
    ).encode()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.external_attr = _READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, files[name])
    return content.getvalue()


def _modules() -> list[Path]:
    return [path for path in _FOLDER.rglob("*.py") if "__pycache__" not in path.parts]


def _project() -> str:
    words = (_FOLDER / "__init__.py").read_text(encoding="utf-8")
    version = re.search(r'^VERSION = "([^"]+)"$', words, re.MULTILINE)
    if version is None:
        raise LookupError("The agent does not say its version.")
    return _PROJECT.format(
        version=json.dumps(version[1]),
        requirements=json.dumps(REQUIREMENTS),
        extras="\n".join(f"{name} = {json.dumps([need])}" for name, need in EXTRAS.items()),
    )
