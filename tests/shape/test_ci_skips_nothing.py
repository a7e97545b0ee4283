import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
SAMPLE = """
import pytest
def test_runs(): pass
def test_skips(): pytest.skip("{reason}")
"""


@pytest.mark.parametrize(
    ("ci", "reason", "processes", "code"),
    [
        ("true", "no Chromium", "0", 1),
        ("true", "no Chromium", "2", 1),
        ("true", "later: B: the agent", "2", 0),
        ("", "no Chromium", "0", 0),
    ],
)
def test_a_skipped_test_fails_the_run_in_ci_and_only_there(tmp_path, ci, reason, processes, code):
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text())
    (tmp_path / "test_sample.py").write_text(SAMPLE.format(reason=reason))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", processes, tmp_path]
    settings = {**os.environ, "CI": ci, "PYTHONPATH": str(CONFTEST.parents[1])}
    done = subprocess.run(command, cwd=tmp_path, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout
    assert "1 passed, 1 skipped" in done.stdout
    assert ("no test may be skipped" in done.stdout) is bool(code)
