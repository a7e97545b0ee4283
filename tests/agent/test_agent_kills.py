"""Killed at any moment, started again: every sheet once, every record told. The agent as its own process."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.agent import sage_acts
from tests.agent.conftest import cell, wait_for, wish

ROUNDS, AIMED = 20, 3


@pytest.fixture
def process(environment):
    running = []

    def start() -> subprocess.Popen:
        made = subprocess.Popen(
            [sys.executable, "-m", "portal.agent", "run"],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        running.append(made)
        return made

    yield start
    for each in running:
        each.kill()
        each.wait()


def killed_at_random(agent, luck):
    time.sleep(luck.uniform(0.3, 1.6))
    agent.send_signal(signal.SIGKILL)
    agent.wait()


@pytest.mark.slow
def test_kills_lose_nothing_and_double_nothing(portal, sage, drop, process):
    luck = random.Random(20261122)
    for number in range(ROUNDS):
        cells = (cell("2010.000", 4, f"{number + 1}.00"),)
        portal.ask("WriteBudget", wish(*cells, Reference=f"B{number}-1", Replace=True), f"W{number}")
        sage_acts.cost(sage, "3100.000", 2, f"{number + 1}.00")
        killed_at_random(process(), luck)
    process()
    wait_for(lambda: len(portal.state.completed) == ROUNDS, 60)
    wait_for(lambda: len(portal.staged("job_cost")) == ROUNDS, 30)
    assert {told["Outcome"] for told in portal.state.completed.values()} == {"done"}
    for number in range(ROUNDS):
        files = sorted(path.suffix for path in drop.iterdir() if path.stem.endswith(f" W{number}"))
        assert files == [".csv", ".xlsx"]
    assert not [path.name for path in drop.iterdir() if path.name.startswith("~")]
    assert len(list(drop.iterdir())) == 2 * ROUNDS


@pytest.mark.slow
@pytest.mark.parametrize("unsafe", ["0", "1"], ids=["with the journal", "positive control: without it"])
def test_killed_between_the_sheet_and_its_answer(portal, sage, drop, process, environment, unsafe):
    environment["PORTAL_AGENT_UNSAFE"] = unsafe
    portal.lose_first_answers = True
    for number in range(AIMED):
        portal.ask("WriteBudget", wish(), f"W{number}")
        agent = process()
        wait_for(lambda number=number: any(f"/W{number}/" in path for path in portal.lost), 30)
        agent.kill()
        agent.wait()
    process()
    wait_for(lambda: len(portal.state.completed) == AIMED, 60)
    assert len(list(drop.glob("*.csv"))) == (AIMED if unsafe == "0" else 2 * AIMED)


@pytest.mark.slow
def test_it_stops_when_it_is_told_to(portal, process):
    agent = process()
    wait_for(portal.finished_runs, 30)
    agent.send_signal(signal.SIGTERM)
    assert agent.wait(timeout=15) == 0


@pytest.mark.slow
def test_a_second_agent_on_the_same_folder_leaves(portal, process):
    process()
    wait_for(lambda: portal.state.registrations, 30)
    assert process().wait(timeout=30) == 1
