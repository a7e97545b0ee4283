"""What every test may ask for. The fixtures live in tests/fixtures, by what they provide."""

import os
from pathlib import Path

import pytest

from tests.fixtures import network

pytest_plugins = (
    "tests.fixtures.databases",
    "tests.fixtures.valkeys",
    "tests.fixtures.portals",
    "tests.fixtures.firms",
    "tests.fixtures.mails",
    "tests.fixtures.browsers",
    "tests.fixtures.identity_providers",
    "tests.fixtures.figures",
)

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    network.allow_loopback_only()


PLANNED = "later: "
"""A skip whose reason starts so names a part of the portal that is still to be built; every other needs a cause."""


def skipped_in_ci(config) -> list:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get("CI") != "true":
        return []
    return [
        one for one in reporter.stats.get("skipped", []) if f"Skipped: {PLANNED}" not in str(one.longrepr)
    ]


def pytest_terminal_summary(terminalreporter, config) -> None:
    if skipped_in_ci(config):
        terminalreporter.line("CI=true: no test may be skipped, so this run has failed.", red=True)


def pytest_sessionfinish(session, exitstatus) -> None:
    if exitstatus == pytest.ExitCode.OK and skipped_in_ci(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def unavailable():
    """Call with a reason when a test cannot run here: skips on a person's machine, fails in CI."""

    def give_up(reason: str) -> None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason} (CI lets nothing be skipped)")
        pytest.skip(reason)

    return give_up


@pytest.fixture(scope="session")
def shared_dir(unavailable) -> Path:
    """The folder of test data that is not part of the repository: price files, Intuit's schema."""
    folder = Path(os.environ.get("PORTAL_SHARED_DIR", ROOT / ".." / "shared")).resolve()
    if not folder.is_dir():
        unavailable(f"The shared test data is not there: set PORTAL_SHARED_DIR (looked in {folder})")
    return folder
