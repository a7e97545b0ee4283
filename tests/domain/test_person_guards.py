"""What stands against changes to one person: auditors, boxes, the last approver."""

from dataclasses import replace

import pytest

from portal.domain.decisions import decide
from portal.domain.denials import Denied
from portal.domain.facts import PersonFacts
from portal.domain.person_guards import (
    holds_no_privilege,
    is_no_auditor,
    needs_boxes,
    no_approver_left,
    refuse,
)
from portal.domain.vocabulary import Action
from tests.domain.moments import CONTROLLER
from tests.domain.sentences import faults_of

LUIS = PersonFacts(id=4, name="Luis Ortega", erp_can_accept=True)


@pytest.mark.parametrize(
    ("guard", "against", "code"),
    [
        (is_no_auditor, {"auditor": True}, "is_auditor"),
        (holds_no_privilege, {"can_push": True}, "auditor_pushes"),
        (needs_boxes, {"directory_admin": True}, "needs_no_box"),
    ],
)
def test_each_guard_stops_its_own_case_and_no_other(guard, against, code):
    refuse(guard, CONTROLLER, LUIS)
    with pytest.raises(Denied) as refused:
        refuse(guard, CONTROLLER, replace(LUIS, **against))
    assert [denial.code for denial in refused.value.denials] == [code]
    assert [fault for denial in refused.value.denials for fault in faults_of(denial.sentence)] == []


def test_an_auditor_is_not_granted_the_privilege():
    verdict = decide(Action.GRANT_PUSH, CONTROLLER, replace(LUIS, auditor=True))
    assert [denial.code for denial in verdict.denials] == ["is_auditor"]
    assert decide(Action.GRANT_PUSH, CONTROLLER, LUIS).open


def test_the_last_approver_is_named():
    assert "Aki Sato is the last person who can accept budgets." in no_approver_left("Aki Sato").sentence
    assert faults_of(no_approver_left("Aki Sato").sentence) == []
