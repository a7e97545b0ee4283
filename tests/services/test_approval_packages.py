"""The approval package: the frozen copy on paper, with who sent it and who decided."""

import pytest

from portal.db.submissions import Submission
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.money import format_money
from portal.domain.vocabulary import Action
from portal.files.pdf import write_pdf
from portal.services.intentions import NotFoundError
from portal.services.submissions import approval_packages, submission_copies
from portal.services.submissions.approvals import RejectInput
from portal.services.submissions.frozen_copies import thaw
from tests import factories
from tests.people import AKI, DANA
from tests.submitted import accept, send, sent


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        on_bell(lambda _bell: None)
        yield factories.furnish()


def package(project_id, number=1):
    return approval_packages.read(reader(), project_id, number)


def test_it_says_who_sent_who_decided_and_the_seal(world):
    project_id = send(world)
    accept(world, project_id)
    table = package(project_id)
    assert table.title == "Maple St 116: submission 1, accepted"
    who, seal = table.facts[1:]
    assert who.startswith("Sent by Dana Whitfield")
    assert "Accepted by Aki Sato" in who
    assert who.endswith("Four eyes was on when it was sent")
    assert seal.endswith(f"{sent(project_id).content_hash}, unchanged")
    assert write_pdf(table).startswith(b"%PDF")


def test_its_lines_and_amounts_are_those_of_the_frozen_copy(world):
    project_id = send(world)
    accept(world, project_id)
    rows = [row.cells for row in package(project_id).rows]
    copy = thaw(sent(project_id).content)
    csv = [
        row
        for row in submission_copies.read(reader(), project_id, 1)
        if row and row[0] in {"01-100", "03-100"}
    ]
    for line, row, kept in zip(copy.lines, rows[:2], csv[:2], strict=True):
        assert row[0] == line.code == kept[0]
        assert row[3:6] == tuple(format_money(int(each * 100)) for each in kept[5:8])
        assert row[5] == format_money(line.now_cents)
    assert rows[2][:1] == ("All 2 lines",)
    assert rows[2][3:] == ("25,250.00", "0.00", "25,250.00", "none", "+25,250.00")
    assert [row[-1] for row in rows[4:7]] == ["+18,000.00", "+7,250.00", "+25,250.00"]


def test_later_changes_of_the_budget_do_not_change_the_paper(world):
    project_id = send(world)
    given = RejectInput(sent(project_id).id)
    factories.act(world, project_id, AKI, Action.REJECT, given=given, reason="Footings are too low. " * 5)
    before = package(project_id)
    factories.add_lines(world, project_id, DANA, ("06-100", "M", 100))
    assert package(project_id) == before
    said = " ".join(row.cells[1] for row in before.rows[-6:])
    assert "Footings are too low." in said
    assert "Please look at footings." in said


def test_a_copy_that_was_changed_is_told(world):
    project_id = send(world)
    accept(world, project_id)
    submission_id = sent(project_id).id
    with transaction() as session:
        row = session.get_one(Submission, submission_id)
        row.content = row.content.replace("725000", "725001")
    assert package(project_id).facts[2].endswith("CHANGED AFTER SENDING")


def test_there_is_none_before_the_decision(world):
    project_id = send(world)
    with pytest.raises(NotFoundError):
        package(project_id)
    with pytest.raises(NotFoundError):
        package(project_id, 7)
