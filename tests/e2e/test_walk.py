"""`portal up --once`: from a spreadsheet to a synced budget, and an update of it, with nobody at the keyboard."""

import pytest

from portal.demo import walk
from portal.demo.acts import desks, looks
from portal.demo.visitors import UnexpectedPageError
from portal.demo.walks import expectations
from tests.e2e.commands import portal

STEPS = (
    "import", "lock", "send", "mail", "accept", "export", "poll", "estimate", "cost", "sync", "report", "synced",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_the_walk_goes_through_and_prints_its_steps_in_order(request, database, tmp_path, free_port):
    settings = (
        {"DATABASE_URL": request.getfixturevalue("empty_postgres_url")} if database == "postgres" else {}
    )
    words = ("up", "--data", str(tmp_path), "--port", str(free_port), "--once")
    done = portal(*words, seconds=300, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    first = done.stdout.partition("The first export:")[0] + done.stdout.partition("The first export:")[2]
    names = [line.split()[0] for line in first.splitlines() if line.startswith("  ") and line.endswith(" s")]
    walked = names[names.index("import") :]
    assert [name for name in walked if name in STEPS][: len(STEPS)] == list(STEPS)
    assert "17 lines, 189,092.35 in QuickBooks and in the portal" in done.stdout


def test_where_nobody_answers_the_walk_says_so_and_fails(capsys, free_port):
    nowhere = f"http://127.0.0.1:{free_port}"
    assert walk.run({"web": nowhere, "mail": nowhere, "practice": nowhere}) == 1
    assert "The walk did not get through." in capsys.readouterr().out


def test_a_step_that_sees_something_else_fails_with_what_was_expected_and_seen():
    with pytest.raises(expectations.NotAsExpectedError, match=r"The total: expected 2, seen 1\."):
        expectations.same("The total", 1, 2)
    with pytest.raises(expectations.NotAsExpectedError, match="Expected a mail within 0 s"):
        expectations.eventually(list, "a mail", seconds=0)


def test_the_desk_says_when_nobody_sits_there(free_port):
    with pytest.raises(desks.DeskUnreachableError, match="nobody answers"):
        desks.Desk(f"http://127.0.0.1:{free_port}").company()


def test_amounts_of_a_file_are_read_to_the_cent():
    assert str(looks.amount("1,234.50")) == "1234.50"
    assert looks.amount("") == 0
    assert issubclass(UnexpectedPageError, Exception)
