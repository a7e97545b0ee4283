"""The review of a submission: who must act, what changes, how it will stand, what to decide, and what became of it."""

import csv
import html
import io

import pytest
from sqlalchemy import select

from portal.db.exchange import ErpRequest
from portal.db.submissions import Submission
from portal.db.transactions import reader, transaction
from portal.domain.people import machine
from portal.domain.vocabulary import Action
from portal.services.budgets.modifications import ModificationInput
from portal.services.exchange.export_results import ExportedInput
from portal.services.submissions.frozen_copies import seal
from portal.services.transitions import perform
from tests import factories
from tests.people import AKI, DANA, KAREN
from tests.reviews import decide, fields_of, lines_of, review
from tests.seen import plain, read
from tests.submitted import accept, send

QUICKBOOKS = machine("QuickBooks Desktop")


@pytest.fixture
def project_id(sqlite_app, world):
    with sqlite_app.app_context():
        return send(world)


@pytest.fixture
def aki(sqlite_app, world):
    return factories.client_for(sqlite_app, AKI)


def update(app, world, project_id):
    """Make the first export synced and send a modification of 5,000.00 as an update."""
    with app.app_context():
        accept(world, project_id)
        budget_id = factories.budget_of(project_id).id
        perform(Action.FINISH_EXPORT, QUICKBOOKS, budget_id, given=ExportedInput("5A-1"))
        perform(Action.CONFIRM_SYNC, QUICKBOOKS, budget_id, given={"checked": 2})
        first, second = lines_of(project_id)
        given = ModificationInput(
            from_line_id=second, to_line_id=first, cents=500_000, reference="CO 7", notes=""
        )
        factories.act(world, project_id, DANA, Action.CREATE_MODIFICATION, given=given)
        factories.act(world, project_id, DANA, Action.SEND, given="")


def test_a_first_export_shows_the_whole_estimate_and_the_caution(project_id, aki):
    page = aki.get(review(project_id)).text
    said = plain(page)
    assert "You or Karen Boyle must act. Dana Whitfield sent this today" in said
    assert "Note: “Please look at footings.”" in said
    assert "Original nothing in QuickBooks 25,250.00 +25,250.00" in said
    assert "01-100 Labor: Site office 18,000.00" in said
    assert "Subtotal 25,250.00" in said
    assert "First export of this budget." in said
    assert 'id="caution" name="caution" type="checkbox" value="yes">' in page
    assert "Two amounts are written to Smith:Maple St 116 in QuickBooks Desktop." in said
    assert "The budget is then unlocked and can be changed." in said
    assert "Site office" in read(aki, f"{review(project_id)}?lines=all")


def test_an_update_shows_what_changes_against_what_is_there(sqlite_app, world, project_id, aki):
    update(sqlite_app, world, project_id)
    said = read(aki, review(project_id, 2))
    assert "Changed lines 2 of 2" in said
    assert "Modification 1 CO 7 18,000.00 → 23,000.00 23,000.00 +5,000.00" in said
    assert "7,250.00 → 2,250.00 2,250.00 −5,000.00" in said
    assert "Modifications, net 0.00 0.00 0.00" in said
    assert "First export of this budget" not in said
    assert "The budget stays locked, and its changes can be edited." in said


def test_accepting_without_the_box_leaves_the_sentence_at_the_box(project_id, aki):
    answer = decide(aki, project_id, "accept")
    assert answer.status_code == 422
    assert "Tick the box" in answer.text
    assert 'href="#caution"' in answer.text
    assert decide(aki, project_id, "accept", caution="yes").status_code == 303


def test_after_the_decision_the_page_tells_who_what_when_and_what_is_next(project_id, aki):
    decide(aki, project_id, "accept", caution="yes")
    page = aki.get(review(project_id)).text
    said = plain(page)
    assert "Accepted. The export is on its way." in said
    assert "Aki Sato accepted it today" in said
    assert "The export is on its way to QuickBooks Desktop." in said
    assert 'data-action="accept"' not in page
    assert 'data-action="reject"' not in page


def test_who_comes_second_is_told_who_was_faster(sqlite_app, world, project_id, aki):
    karen = factories.client_for(sqlite_app, KAREN)
    given = fields_of(karen.get(review(project_id)).text)
    decide(aki, project_id, "accept", caution="yes")
    for act in ("accept", "reject"):
        more = {"caution": "yes", "reason": "No, please."}
        answer = karen.post(f"{review(project_id)}/{act}", data={**given, **more})
        assert answer.status_code == 409
        assert "Aki Sato accepted it today" in plain(answer.text)
    with sqlite_app.app_context():
        assert len(reader().scalars(select(ErpRequest)).all()) == 1


def test_a_rejection_keeps_what_was_typed_until_it_is_taken(sqlite_app, world, project_id, aki):
    with sqlite_app.app_context():
        line_id = lines_of(project_id)[1]
    remark = {f"remark-{line_id}": 'Is 7,250.00 "complete"?', "remark-x": "odd", "remark-": "odd"}
    answer = decide(aki, project_id, "reject", reason="no", **remark)
    assert answer.status_code == 422
    assert "Write a reason of 3 to 500 characters" in answer.text
    assert ">no</textarea>" in answer.text
    assert decide(aki, project_id, "reject", reason="Footings are too low.", **remark).status_code == 303
    said = read(aki, review(project_id))
    assert "Aki Sato rejected it today" in said
    assert "Reason: “Footings are too low.”" in said
    assert '03-100 Footings Is 7,250.00 "complete"?' in said


def test_remarks_typed_before_a_mistake_stand_in_their_fields(sqlite_app, project_id, aki):
    with sqlite_app.app_context():
        line_id = lines_of(project_id)[0]
    path = f"{review(project_id)}/reject?lines=all"
    given = {**fields_of(aki.get(review(project_id)).text), "reason": "", f"remark-{line_id}": "Why so much?"}
    answer = aki.post(path, data=given)
    assert answer.status_code == 422
    assert 'value="Why so much?"' in answer.text
    assert '<details class="opener" open>' in answer.text


def test_a_failed_export_shows_the_messages_and_can_be_retried(sqlite_app, world, project_id, aki):
    words = (
        'There is an invalid reference to QuickBooks Item "03-100".',
        "Map the code to another item, then retry.",
    )
    with sqlite_app.app_context():
        accept(world, project_id)
        with transaction() as session:
            request = session.scalars(select(ErpRequest)).one()
            request.state, request.messages = "failed", list(words)
            perform(Action.FAIL_EXPORT, QUICKBOOKS, factories.budget_of(project_id).id, given=words)
    page = aki.get(review(project_id)).text
    assert f'<span class="bad">{html.escape(words[0]).replace("&quot;", "&#34;")}</span>' in page
    assert words[1] in page
    assert "You must act: retry the export or reject it" in plain(page)
    answer = aki.post(f"{review(project_id)}/retry", data=fields_of(page))
    assert answer.status_code == 303
    said = read(aki, review(project_id))
    assert "The export is queued again." in said
    assert "Exporting" in said
    with sqlite_app.app_context():
        assert reader().scalars(select(ErpRequest)).one().state == "queued"


def test_the_frozen_copy_is_a_file_that_names_its_seal(sqlite_app, world, project_id, aki):
    decide(aki, project_id, "accept", caution="yes")
    answer = aki.get(f"{review(project_id)}/copy.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    with sqlite_app.app_context():
        submission = reader().scalars(select(Submission)).one()
        assert seal(submission.content) == submission.content_hash
    assert ["SHA-256 of the frozen copy", submission.content_hash] in rows
    assert ["The copy is", "unchanged"] in rows
    assert any(row[:1] == ["Decision"] and row[1].startswith("Aki Sato accepted it") for row in rows)
    line = next(row for row in rows if row[:1] == ["03-100"])
    assert line == [
        "03-100",
        "Footings",
        "M Materials",
        "",
        "Footings",
        "7250.00",
        "0.00",
        "7250.00",
        "",
        "7250.00",
    ]


def test_a_decided_submission_can_be_printed_and_one_that_waits_cannot(sqlite_app, world, project_id, aki):
    assert aki.get(f"{review(project_id)}/package.pdf").status_code == 404
    assert "package.pdf" not in aki.get(review(project_id)).text
    with sqlite_app.app_context():
        accept(world, project_id)
    assert f'href="{review(project_id)}/package.pdf"' in aki.get(review(project_id)).text
    paper = aki.get(f"{review(project_id)}/package.pdf")
    assert paper.mimetype == "application/pdf"
    assert paper.headers["Content-Disposition"] == f'inline; filename="submission-{project_id}-1.pdf"'
    assert paper.data.startswith(b"%PDF")
