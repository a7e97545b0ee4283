"""G7: approval links decide nothing: every person, every state of the link, every way to use it, machines included."""

from dataclasses import dataclass, replace

import pytest

from tests import reviews
from tests.guarantees.link_office import DEAD, PEOPLE, STATES, Matrix
from tests.guarantees.link_uses import WAYS

pytestmark = pytest.mark.slow


@dataclass
class Seen:
    """One cell: who used which link in which way, and what is wrong with what came of it."""

    person: str
    way: str
    faults: list[str]


@pytest.fixture
def matrix(make_app, sqlite_settings, mail_sink):
    settings = replace(sqlite_settings, smtp_port=mail_sink.port)
    return Matrix(make_app(settings), settings, mail_sink)


@pytest.mark.parametrize("state", STATES)
def test_no_use_of_a_link_decides(matrix, figures, caplog, state):
    caplog.set_level("DEBUG")
    link, tokens = matrix.bring(state), {matrix.link.rpartition("/")[2]}
    before = matrix.facts()
    cells, accepts = [], 0
    for name in PEOPLE:
        for way, use in WAYS.items():
            faults = use(matrix, name, link, state)
            after = matrix.facts()
            accepts += after != before
            before = after
            cells.append(Seen(name, way, faults))
    tokens.add(link.rpartition("/")[2])
    wrong = [each for each in cells if each.faults]
    told = {
        "pages": sum(token in page for token in tokens for page in matrix.pages),
        "second_hops": sum(token in hop for token in tokens for hop in matrix.hops),
        "log_lines": sum(token in line for token in tokens for line in caplog.messages),
        "tables": sum(len(matrix.holds(token)) for token in tokens),
    }
    figures(
        f"G7 {state} link",
        cells=len(cells),
        wrong_accepts=accepts,
        wrong_answers=len(wrong),
        token_seen=sum(told.values()),
    )
    assert wrong == []
    assert accepts == 0
    assert set(told.values()) == {0}, told
    assert matrix.pages or state in DEAD


def test_the_right_person_does_decide_from_the_link(matrix, figures):
    """If this fails, the tests above prove nothing: the same form, by the right person's own session, is taken."""
    client = matrix.clients["right person"]
    before = matrix.facts()
    path = client.get(matrix.bring("fresh")).location
    given = {**reviews.fields_of(client.get(path).text), "caution": "yes"}
    answer = client.post(f"{matrix.review}/accept", data=given)
    figures("G7 control, the right person", accepts=int(answer.status_code == 303))
    assert answer.status_code == 303
    assert matrix.facts() != before
