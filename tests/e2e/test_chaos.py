"""`portal chaos`: kills between any two steps, Redis wiped, answers lost; what was accepted arrives once."""

import re

import pytest

from tests.e2e.commands import portal

pytestmark = pytest.mark.slow

LAST = re.compile(
    r"kills (\d+)  accepted (\d+) \((\d+) posted in Sage\)  lost (\d+)  doubled (\d+) \((\d+) in Sage\)  "
    r"in doubt resolved (\d+)  seconds (\d+)"
)
KILLS = 25


def figures(done):
    found = LAST.search(done.stdout)
    assert found, done.stdout + done.stderr
    return [int(text) for text in found.groups()]


def test_nothing_is_lost_or_doubled():
    done = portal("chaos", "--kills", str(KILLS), "--seed", "7", "--budgets", "4", seconds=600)
    kills, accepted, in_sage, lost, doubled, *_rest = figures(done)
    assert (lost, doubled) == (0, 0), done.stdout
    assert kills >= KILLS
    assert accepted > in_sage > 0
    assert done.returncode == 0, done.stdout


def test_without_asking_and_without_a_journal_exports_to_both_are_doubled():
    words = ("chaos", "--kills", str(KILLS), "--seed", "2", "--budgets", "4", "--control")
    done = portal(*words, seconds=600)
    doubled, in_sage = figures(done)[4:6]
    assert doubled > in_sage > 0, done.stdout
    assert done.returncode == 0, done.stdout
