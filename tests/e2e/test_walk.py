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
PARTS = (
    "Before the first export:", "The first export:", "An update:",
    "Sage 100: before the first export:", "Sage 100: the first export, posted by hand:", "Sage 100: an update:",
)  # fmt: skip
SAGE_STEPS = (
    ["never", "step 1", "step 2", "map", "link", "lines"],
    ["send", "accept", "sheet", "ten syncs", "post", "step 1", "step 2", "report", "synced"],
    ["arrival", "modify", "send", "accept", "sheet", "post", "synced"],
)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_the_walk_goes_through_and_prints_its_steps_in_order(request, database, tmp_path, free_port):
    settings = (
        {"DATABASE_URL": request.getfixturevalue("empty_postgres_url")} if database == "postgres" else {}
    )
    words = ("up", "--data", str(tmp_path), "--port", str(free_port), "--once")
    done = portal(*words, seconds=300, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    walked = parts_of(done.stdout)
    assert tuple(walked) == PARTS
    before, first, *_update_and_sage = walked.values()
    assert [name for name in before + first if name in STEPS] == list(STEPS)
    assert "17 lines, 189,092.35 in QuickBooks and in the portal" in done.stdout
    assert list(walked.values())[3:] == list(SAGE_STEPS)
    assert "originals 195,750.50 in the report and in 6-2" in done.stdout


def parts_of(printed):
    """The names of the steps that took their seconds, by the heading they stand under."""
    found = {}
    for line in printed.splitlines():
        if line in PARTS:
            found[line] = []
        elif found and line.startswith("  ") and line.endswith(" s"):
            found[next(reversed(found))].append(line[2:13].rstrip())
    return found


def test_where_nobody_answers_the_walk_says_so_and_fails(capsys, free_port):
    nowhere = f"http://127.0.0.1:{free_port}"
    assert walk.run(dict.fromkeys(("web", "mail", "practice", "sage"), nowhere)) == 1
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


@pytest.mark.slow
def test_both_loops_go_through_with_four_eyes_single_sign_on_and_a_second_factor(tmp_path, free_port):
    words = ("up", "--data", str(tmp_path), "--port", str(free_port), "--once", "--sign-in", "single")
    done = portal(*words, seconds=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "came through the provider, without a pass phrase" in done.stdout
    assert "four eyes is on" in done.stdout
    assert "the pass phrase alone opens nothing, with the code it does" in done.stdout
    walked = parts_of(done.stdout)
    assert tuple(walked) == PARTS
    assert [name for name in walked[PARTS[1]] if name in STEPS] == list(STEPS[1:])
    assert list(walked.values())[3:5] == list(SAGE_STEPS)[:2]
    assert "17 lines, 189,092.35 in QuickBooks and in the portal" in done.stdout
    assert "originals 195,750.50 in the report and in 6-2" in done.stdout
