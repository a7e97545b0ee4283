"""Budgets on their way to accounting: sent by Dana, accepted by Aki."""

from portal.db.submissions import Submission
from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.submissions.approvals import AcceptInput
from tests import factories
from tests.people import AKI, DANA


def send(world, name="Maple St 116", number="2026001"):
    """A budget of two lines, locked and sent by Dana; returns the project's row number."""
    project_id = factories.make_project(world, name, number)
    factories.add_lines(world, project_id, DANA, ("01-100", "L", 1_800_000), ("03-100", "M", 725_000))
    factories.act(world, project_id, DANA, Action.LOCK)
    factories.act(world, project_id, DANA, Action.SEND, given="Please look at footings.")
    return project_id


def sent(project_id):
    budget = factories.budget_of(project_id)
    return reader().get_one(Submission, budget.submission_id, populate_existing=True)


def shown(project_id, *, caution=True):
    submission = sent(project_id)
    return AcceptInput(submission.id, submission.content_hash, caution)


def accept(world, project_id, person=AKI, **more):
    return factories.act(world, project_id, person, Action.ACCEPT, given=shown(project_id, **more))
