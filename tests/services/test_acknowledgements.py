"""A difference may stand once two people have said so; nothing else sets a budget synced by hand (E16)."""

import pytest

from portal.db.audit import AuditEvent
from portal.db.submissions import DifferenceAcknowledgement, PostingNote
from portal.db.transactions import reader
from portal.domain.denials import CONFLICT, FORBIDDEN, Denied
from portal.domain.vocabulary import Action, Phase
from portal.services.budget_facts import read_facts
from portal.services.intentions import InputError, NotFoundError
from portal.services.submissions import acknowledging
from portal.services.submissions.acknowledgements import AcknowledgeInput
from portal.services.transitions import perform
from tests.people import AKI, DANA, KAREN, LUIS, RUTH, VERA
from tests.sage_jobs import FIRST, GRID, SageJob, furnish

SYNC, OPEN = Phase.AWAITING_SYNC.value, Phase.NONE.value
S100 = ("2010.000", "4")
EDITED = GRID | {S100: 12_000_500}


@pytest.fixture
def job(plain_app):
    with plain_app.app_context():
        job = SageJob(furnish())
        job.export(*FIRST)
        job.post(EDITED)
        yield job


def acknowledge(job, person=AKI, reason="Rounded up with the subcontractor", **changes):
    (row,) = job.proof["differences"]
    given = AcknowledgeInput(**{"key": row["key"], "found_cents": row["found"] or 0, **changes})
    return job.act(person, Action.ACKNOWLEDGE_DIFFERENCE, given=given, reason=reason)


def confirm(job, entry, person=KAREN):
    return acknowledging.confirm(job.world.actor(person, job.project), job.budget.id, entry)


def entry_of(number):
    reader().rollback()
    return reader().get_one(DifferenceAcknowledgement, number)


def test_two_people_open_the_budget(job):
    entry = acknowledge(job)
    assert job.phase == SYNC
    assert read_facts(reader(), job.budget).has_open_acknowledgement
    assert confirm(job, entry)
    assert job.phase == OPEN
    assert job.proof["adjusted"] == [
        {"key": job.proof["adjusted"][0]["key"], "expected": 12_000_000, "found": 12_000_500}
    ]
    row = entry_of(entry)
    assert (row.by_id, row.confirmed_by) == (job.world.id_of(AKI), job.world.id_of(KAREN))


def test_an_erp_admin_may_be_the_second_person(job):
    assert confirm(job, acknowledge(job), RUTH)


def test_the_same_person_may_not_confirm(job):
    entry = acknowledge(job)
    with pytest.raises(Denied) as refused:
        confirm(job, entry, AKI)
    assert refused.value.status == FORBIDDEN
    assert [denial.code for denial in refused.value.denials] == ["two_people"]
    assert entry_of(entry).confirmed_by is None
    assert job.phase == SYNC
    refusals = reader().query(AuditEvent).filter_by(action="confirm_difference", outcome="denied")
    assert refusals.count() == 1


@pytest.mark.parametrize("person", [DANA, LUIS, VERA, RUTH], ids=lambda person: person.name)
def test_only_approvers_acknowledge(job, person):
    if person is RUTH:
        assert acknowledge(job, person)
        return
    with pytest.raises(Denied) as refused:
        acknowledge(job, person)
    assert refused.value.status == FORBIDDEN


def test_who_holds_nothing_confirms_nothing(job):
    entry = acknowledge(job)
    for person in (DANA, LUIS, VERA):
        with pytest.raises(Denied) as refused:
            confirm(job, entry, person)
        assert refused.value.status == FORBIDDEN


@pytest.mark.parametrize("reason", ["", " ab ", "x" * 501])
def test_a_reason_of_three_to_five_hundred_characters(job, reason):
    with pytest.raises(InputError) as refused:
        acknowledge(job, reason=reason)
    assert refused.value.field == "reason"


def test_an_amount_that_changed_since_is_looked_at_again(job):
    entry = acknowledge(job)
    job.post(EDITED | {S100: 12_000_700})
    with pytest.raises(Denied) as refused:
        confirm(job, entry)
    assert [denial.code for denial in refused.value.denials] == ["nothing_acknowledged"]
    with pytest.raises(Denied) as refused:
        acknowledge(job, found_cents=12_000_500)
    assert [denial.code for denial in refused.value.denials] == ["amount_changed"]
    assert refused.value.status == CONFLICT


def test_a_confirmed_amount_that_moves_on_closes_the_budget_no_less(job):
    """It counts only while the ERP still shows exactly it: the budget opened before, so here it is not asked again."""
    job.post(GRID | {S100: 12_000_500, ("3100.000", "1"): 1})
    rows = {row["found"]: row for row in job.proof["differences"]}
    entry = job.act(
        AKI,
        Action.ACKNOWLEDGE_DIFFERENCE,
        given=AcknowledgeInput(rows[12_000_500]["key"], 12_000_500),
        reason="Agreed with them",
    )
    assert not confirm(job, entry)
    assert [row["found"] for row in job.proof["differences"]] == [1]
    job.post(GRID | {S100: 12_000_600})
    assert job.phase == SYNC
    assert [row["found"] for row in job.proof["differences"]] == [12_000_600]
    job.post(EDITED)
    assert job.phase == OPEN


def test_acknowledging_twice_keeps_one_row_with_the_newer_reason(job):
    first = acknowledge(job)
    assert acknowledge(job, KAREN, "Better said so") == first
    assert (entry_of(first).reason, entry_of(first).by_id) == ("Better said so", job.world.id_of(KAREN))


def test_a_forgotten_set_budget_is_no_difference_to_acknowledge(plain_app):
    with plain_app.app_context():
        job = SageJob(furnish())
        job.export(*FIRST)
        job.sync(GRID)
        row = job.proof["differences"][0]
        with pytest.raises(Denied) as refused:
            job.act(
                AKI,
                Action.ACKNOWLEDGE_DIFFERENCE,
                given=AcknowledgeInput(row["key"], row["found"] or 0),
                reason="Good enough",
            )
        assert [denial.code for denial in refused.value.denials] == ["not_acknowledgeable"]


def test_an_acknowledgement_of_another_budget_is_not_found(job):
    other = SageJob(job.world, "Elm St", "2019002")
    other.export(("03-100", "S", 100))
    other.post({S100: 70})
    entry = acknowledge(other)
    acknowledge(job)
    with pytest.raises(NotFoundError):
        confirm(job, entry)


def test_nothing_is_asked_again_where_no_reading_is(job, monkeypatch):
    entry = acknowledge(job)
    monkeypatch.setattr(acknowledging, "current_reading", lambda *_: None)
    assert not confirm(job, entry)
    assert job.phase == SYNC


def test_a_note_of_posting_is_kept_and_lifts_nothing(plain_app):
    with plain_app.app_context():
        job = SageJob(furnish())
        job.export(*FIRST)
        before = job.phase
        job.act(LUIS, Action.NOTE_POSTING, given="  Posted this morning ")
        assert job.phase == before
        (note,) = reader().query(PostingNote)
        assert (note.note, note.by_id) == ("Posted this morning", job.world.id_of(LUIS))
        with pytest.raises(InputError) as refused:
            job.act(LUIS, Action.NOTE_POSTING, given="x" * 501)
        assert refused.value.field == "note"
        with pytest.raises(Denied):
            perform(
                Action.NOTE_POSTING, job.world.actor(DANA, job.project), job.budget.id, given="Not my desk"
            )
