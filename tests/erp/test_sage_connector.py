"""Sage 100 Contractor as the portal meets it: found, with its policy, its switches, and an eye on the company."""

import json

import pytest

from portal.erp.connectors.sage_100_contractor import CONNECTOR
from portal.erp.contract import Identity, OffersFile, ReadsStaging, VariesPolicy
from portal.erp.registry import connector_for

COMPANY = {"Name": "Halden & Rowe", "Database": "HaldenRowe", "Key": "k-1"}
KNOWN = {"name": "Halden & Rowe", "database": "HaldenRowe", "key": "k-1"}


def test_the_registry_finds_it_by_its_folder():
    assert connector_for("sage_100_contractor") is CONNECTOR
    assert isinstance(CONNECTOR, ReadsStaging)
    assert isinstance(CONNECTOR, VariesPolicy)
    assert not isinstance(CONNECTOR, OffersFile)


def test_its_policy_is_that_of_sage_100_contractor():
    policy = CONNECTOR.policy
    assert policy.label == "Sage 100 Contractor"
    assert policy.posts_by_hand
    assert policy.imports_budgets
    assert policy.staged
    assert policy.sets_originals
    assert policy.withdraws
    assert policy.keeps_cost_types
    assert policy.codes_synced_before_send
    assert not policy.creates_codes
    assert not policy.takes_sub_jobs
    assert not policy.reports_commitments
    assert "1 to 2147483647" in policy.job_number_hint


def test_the_posting_steps_begin_with_the_commissioned_words_and_then_say_what_to_press():
    first, then = CONNECTOR.policy.posting_steps
    assert first == "In the Job Cost function of Sage 100 Contractor choose Tasks > Post Entries"
    for word in ("6-2", "import or paste the sheet", "Options > Set Budget", "do not press Set Budget"):
        assert word in then


@pytest.mark.parametrize(
    ("settings", "taken"),
    [({}, False), ({"export_sub_jobs": "no"}, False), ({"export_sub_jobs": "yes"}, True)],
)
def test_sub_jobs_travel_where_they_are_switched_on(settings, taken):
    assert CONNECTOR.policy_under(settings).takes_sub_jobs is taken


def test_every_setting_is_chosen_from_a_fixed_list_that_holds_its_default():
    assert [field.name for field in CONNECTOR.setting_fields] == [
        "export_sub_jobs",
        "update_mode",
        "confirm_codes",
    ]
    for field in CONNECTOR.setting_fields:
        assert field.default in dict(field.choices)


def test_its_sync_is_on_arrival_unless_set_otherwise_and_may_be_off():
    assert [item.slug for item in CONNECTOR.sync_items] == ["codes", "jobs", "costs"]
    for item in CONNECTOR.sync_items:
        assert item.default == -1
        assert {-1, 0} <= set(item.choices)
    entities = [entity for item in CONNECTOR.sync_items for entity in item.entities]
    assert sorted(entities) == sorted(
        ("job", "phase", "cost_code", "cost_type", "budget_line", "change_order", "job_cost")
    )


def recognise(known, told):
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return CONNECTOR.recognise(Identity("o", "f", known), body)


def test_the_first_company_is_remembered_and_served_again():
    assert recognise({}, COMPANY).company == KNOWN
    assert recognise(KNOWN, COMPANY).problem == ""
    assert (
        recognise(KNOWN, {**COMPANY, "Name": "Halden, Rowe & Sons"}).company["name"] == "Halden, Rowe & Sons"
    )


@pytest.mark.parametrize("other", [{"Key": "k-2"}, {"Database": "Practice"}, {"Key": ""}])
def test_another_company_is_not_served(other):
    found = recognise(KNOWN, {**COMPANY, **other})
    assert found.company == {}
    assert "reads another company" in found.problem
    assert "belongs to Halden & Rowe (HaldenRowe)" in found.problem


@pytest.mark.parametrize("told", [b"", b"[]", b"\xff", {}, {"Key": "k"}, {"Name": "Halden & Rowe"}])
def test_who_does_not_say_which_company_it_reads_is_not_served(told):
    assert "did not say which company" in recognise({}, told).problem


def test_the_agent_introduces_itself():
    assert CONNECTOR.introduction(Identity("o", "f", {})) == b""
