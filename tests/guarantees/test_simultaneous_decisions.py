"""G3: however many decide at the same moment, over however many processes, a submission is decided once."""

import random
from collections import Counter
from contextlib import contextmanager

import pytest

from portal.domain.state_words import STATE_WORDS
from portal.domain.vocabulary import State
from tests import factories
from tests.guarantees import races
from tests.guarantees.web_processes import web_processes

ROUNDS = {"sqlite": 50, "postgresql": 150}
CONTROL_ROUNDS = 12
PAUSE = 0.004
CONTROL_PAUSE = 0.15
SEED = 20_261_122
STANDS = (
    *(STATE_WORDS[state].sentence for state in (State.EXPORTING, State.LOCKED, State.DRAFT)),
    "was started",
    "Accounting has accepted it",
    "Waiting for accounting",
    "Retrieve it",
)
"""How a loser's page names what became of the budget: its state, or the reason why the act is closed."""
pytestmark = pytest.mark.slow


@contextmanager
def started(settings, app, *, guard, pause, rounds):
    """Cases, and people who have signed in at three processes."""
    world = factories.furnish()
    cases = races.prepare(world, rounds)
    with web_processes(settings, guard=guard, pause=pause) as bases:
        race = races.Race(world, bases)
        try:
            yield race, cases
        finally:
            race.close()


def played(race, cases, mixtures):
    """Every case under the next mixture, with two to sixteen people."""
    dice = random.Random(SEED)
    rounds = []
    for number, case in enumerate(cases):
        mixture = mixtures[number % len(mixtures)]
        presses = races.MOST if number % 40 == 0 else dice.randint(len(races.MIXTURES[mixture]), 4)
        rounds.append(race.run(case, mixture, presses))
        if mixture.endswith("privilege"):
            races.give_back(race.world)
    return rounds


def statuses(rounds):
    return Counter(answer.status for each in rounds for answer in each.answers)


def says_where_it_stands(answer):
    """A loser's page names what became of the budget, or which permission is gone."""
    if answer.status == races.FORBIDDEN:
        return "Can Push to Accounting" in answer.text
    return any(word in answer.text for word in STANDS)


def test_one_decides_and_all_others_are_told(plain_app, settings, figures, request):
    kind = request.node.callspec.params["database_url"]
    with (
        plain_app.app_context(),
        started(settings, plain_app, guard="whole", pause=PAUSE, rounds=ROUNDS[kind]) as (
            race,
            cases,
        ),
    ):
        rounds = played(race, cases, list(races.MIXTURES))
        count = statuses(rounds)
        silent = [
            (each.mixture, answer)
            for each in rounds
            for answer in each.losers
            if not says_where_it_stands(answer)
        ]
        wrong = [each for each in rounds if not holds_once(each)]
        figures(
            f"G3 simultaneous decisions, {kind}",
            rounds=len(rounds),
            presses=sum(count.values()),
            winners=sum(len(each.winners) for each in rounds),
            losers_409=count[races.CONFLICT],
            losers_403=count[races.FORBIDDEN],
            server_errors=sum(number for status, number in count.items() if status >= 500),
            rounds_decided_twice=len(wrong),
        )
        assert [len(each.winners) for each in rounds] == [1] * len(rounds)
        assert wrong == []
        assert set(count) <= {races.WINNER, races.CONFLICT, races.FORBIDDEN}
        assert silent == []


def holds_once(played):
    """One row in the audit, and one order at the ERP where it was accepted, as the winner was told."""
    (won,) = played.winners or (None,)
    expected = 1 if won and won.act == "accept" else 0
    rows = races.decided_rows(played.case)
    return rows == ([won.act] if won else []) and races.ordered(played.case) == expected


def test_the_control_without_the_guard_decides_more_than_once(plain_app, settings, figures, request):
    """If this fails, the test above proves nothing."""
    kind = request.node.callspec.params["database_url"]
    with (
        plain_app.app_context(),
        started(
            settings, plain_app, guard="no-decision-check", pause=CONTROL_PAUSE, rounds=CONTROL_ROUNDS
        ) as (race, cases),
    ):
        rounds = played(race, cases, ["accept, reject", "accept, retrieve"])
        winners = sum(len(each.winners) for each in rounds)
        figures(
            f"G3 control without the guard, {kind}",
            rounds=len(rounds),
            winners=winners,
            server_errors=sum(number for status, number in statuses(rounds).items() if status >= 500),
        )
        assert winners > len(rounds)
