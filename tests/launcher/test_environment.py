import json
import os
import subprocess
import sys
import venv

import pytest

from portal import __main__ as entrance
from portal.launcher import environment, installs
from portal.launcher.environment import Plan, Stamp

OURS = Stamp("now", tests=False)
OURS_WITH_TESTS = Stamp("now", tests=True)
OLD = Stamp("before", tests=True)


@pytest.mark.parametrize(
    ("here", "there", "stamp", "wanted", "plan"),
    [
        (True, False, None, OURS, Plan.HERE),
        (True, False, OLD, OURS_WITH_TESTS, Plan.HERE),
        (False, False, None, OURS, Plan.BUILD),
        (False, True, None, OURS, Plan.SWITCH),
        (False, False, OURS, OURS, Plan.SWITCH),
        (False, False, OURS_WITH_TESTS, OURS, Plan.SWITCH),
        (False, False, OURS, OURS_WITH_TESTS, Plan.UPGRADE),
        (False, False, OLD, OURS, Plan.BUILD),
    ],
)
def test_the_cheapest_plan_that_serves_is_chosen(here, there, stamp, wanted, plan):
    assert environment.decide(complete_here=here, complete_there=there, stamp=stamp, wanted=wanted) is plan


def test_missing_and_too_old_packages_are_named():
    wanted = [
        "pytest>=1",
        "pytest[x]>=1.0 ; python_version > '3'",
        "rq",
        "pytest>=999.1",
        "no-such-package>=1",
    ]
    assert environment.missing(wanted) == ["pytest", "no-such-package"]


def test_this_environment_has_every_package_of_the_portal():
    project = environment.settings_of(environment.ROOT)["project"]
    assert environment.missing(project["dependencies"] + project["optional-dependencies"]["test"]) == []


@pytest.fixture
def checkout(tmp_path):
    """A little checkout with the files that decide about the install."""
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "constraints.txt").write_text("one==1\n")
    (tmp_path / "portal" / "_build.py").write_text("")
    (tmp_path / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["no-such-builder"]\nbuild-backend = "no_such"\n'
        '[project]\nname = "x"\nversion = "1"\n[tool.hatch]\n[tool.ruff]\nline-length = 100\n'
    )
    return tmp_path


def rewrite(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("file", "old", "new", "changes"),
    [
        ("pyproject.toml", "line-length = 100", "line-length = 90", False),
        ("pyproject.toml", 'version = "1"', 'version = "2"', True),
        ("portal/constraints.txt", "one==1", "one==2", True),
    ],
)
def test_only_what_is_installed_decides_about_a_new_environment(checkout, file, old, new, changes):
    before = environment.wanted_stamp(checkout, tests=False)
    rewrite(checkout / file, old, new)
    assert (environment.wanted_stamp(checkout, tests=False) != before) is changes


def test_a_stamp_without_its_python_counts_for_nothing(tmp_path):
    installs.write_stamp(tmp_path, "now", tests=True)
    assert environment.read_stamp(tmp_path) is None
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    assert environment.read_stamp(tmp_path) == OURS_WITH_TESTS
    (tmp_path / installs.STAMP).write_text(json.dumps({"half": "made"}))
    assert environment.read_stamp(tmp_path) is None


def test_a_failing_pip_ends_with_its_last_lines_and_keeps_the_old_environment(checkout, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(checkout))
    old = checkout / ".venv"
    old.mkdir()
    (old / "kept").touch()
    with pytest.raises(installs.CannotInstall, match=r"(?s)Check the network.*no-such-builder"):
        environment.install(old, environment.wanted_stamp(checkout, tests=False))
    assert (old / "kept").exists()


def test_a_folder_that_cannot_be_written_is_refused_with_a_sentence(tmp_path):
    (tmp_path / ".venv.lock").mkdir()  # root may write everywhere, but not open a folder as a file
    with pytest.raises(installs.CannotInstall, match="Copy the folder to a place of your own"):
        environment.install(tmp_path / ".venv", OURS)


def test_without_the_venv_module_a_sentence_names_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(
        installs.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name
    )
    with pytest.raises(installs.CannotInstall, match="apt install python3-venv"):
        installs.build(tmp_path / ".venv", tmp_path, "now", tests=False)


def test_scripts_run_after_the_environment_was_renamed(tmp_path):
    aside, final = tmp_path / ".venv.new", tmp_path / ".venv"
    venv.create(aside, with_pip=False)
    script = aside / "bin" / "hello"
    script.write_text(f"#!{aside}/bin/python\nimport sys; print(sys.prefix)\n")
    script.chmod(0o755)
    installs.move_paths(aside, final)
    aside.rename(final)
    told = subprocess.run([final / "bin" / "hello"], capture_output=True, text=True, check=True).stdout
    assert told.strip() == str(final)


def test_two_installs_at_once_wait_for_each_other(tmp_path):
    order = tmp_path / "order"
    program = (
        "import sys, time; from pathlib import Path; from portal.launcher import installs\n"
        "with installs.lock(Path(sys.argv[1])):\n"
        "  file = open(sys.argv[2], 'a'); print('in', file=file, flush=True)\n"
        "  time.sleep(0.3); print('out', file=file, flush=True)\n"
    )
    command = [sys.executable, "-c", program, tmp_path / ".venv", order]
    settings = {**os.environ, "PYTHONPATH": str(environment.ROOT)}
    running = [subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [process.wait(timeout=20) for process in running] == [0, 0, 0]
    assert order.read_text().split() == ["in", "out"] * 3


def test_an_old_python_hears_a_sentence(monkeypatch):
    monkeypatch.setattr(entrance.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer and this is 3\.9"):
        entrance.main()
