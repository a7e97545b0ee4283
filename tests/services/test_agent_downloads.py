"""The agent's download: the same bytes each time, every module, no key, settings that know the connection."""

import io
import tomllib
import zipfile
from pathlib import Path

from portal.erp.contract import OffersAgent
from portal.erp.registry import all_connectors
from portal.services.connections import agent_downloads

AGENT = Path(agent_downloads.__file__).parents[2] / "agent"


def unpacked(**more: str) -> dict[str, bytes]:
    where = {"base_url": "https://budgets.example.com", "username": "portal-12ab34cd", **more}
    with zipfile.ZipFile(io.BytesIO(agent_downloads.zip_of(**where))) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_it_is_the_same_each_time():
    where = ("https://budgets.example.com", "portal-12ab34cd")
    assert agent_downloads.zip_of(*where) == agent_downloads.zip_of(*where)


def test_every_module_is_in_it_and_nothing_else():
    modules = {f"portal_agent/{path.relative_to(AGENT).as_posix()}" for path in AGENT.rglob("*.py")}
    assert set(unpacked()) == {*modules, "README.md", "pyproject.toml", "portal-agent.toml"}
    assert "portal_agent/operations/desks.py" in modules


def test_no_module_of_it_imports_the_portal():
    for name, content in unpacked().items():
        if name.endswith(".py"):
            assert b"import portal" not in content, name
            assert b"from portal" not in content, name


def test_the_settings_know_the_connection_and_no_key():
    files = unpacked(base_url='https://b.example.com/"x"')
    settings = tomllib.loads(files["portal-agent.toml"].decode())
    assert settings["portal_url"] == 'https://b.example.com/"x"'
    assert settings["username"] == "portal-12ab34cd"
    assert "key" not in settings


def test_it_asks_for_what_the_portal_is_tested_with():
    project = tomllib.loads(unpacked()["pyproject.toml"].decode())["project"]
    tested = tomllib.loads((AGENT.parents[1] / "pyproject.toml").read_text())["project"]
    everything = tested["dependencies"] + tested["optional-dependencies"]["test"]
    for need in (*project["dependencies"], *(each[0] for each in project["optional-dependencies"].values())):
        assert need in everything
    assert project["scripts"] == {"portal-agent": "portal_agent.__main__:main"}


def test_the_erp_with_an_agent_offers_it_and_the_other_does_not():
    offering = {slug for slug, connector in all_connectors().items() if isinstance(connector, OffersAgent)}
    assert offering == {"sage_100_contractor"}
