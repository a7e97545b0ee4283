"""The connector as the portal meets it: found, with its policy, checks, preview, and an eye on the company file."""

from dataclasses import replace

import pytest

from portal.erp.connectors.quickbooks_desktop import CONNECTOR
from portal.erp.contract import (
    Answer,
    CreateCodes,
    CreateJob,
    Identity,
    Job,
    ReadLists,
    Refused,
    Step,
    TryLater,
    Unanswered,
)
from portal.erp.registry import UnknownConnectorError, all_connectors, connector_for
from portal.erp.xml import read_xml
from tests.erp.wire_answers import CODES, JOB, SETTINGS, amount, document, export, said

OWNER, FILE = "{57F3B9B1-86F1-4FCC-B1EE-566DE1813D20}", "{11111111-2222-3333-4444-555555555555}"


def test_the_registry_finds_it_by_its_folder():
    assert all_connectors()["quickbooks_desktop"] is CONNECTOR
    assert connector_for("quickbooks_desktop") is CONNECTOR
    with pytest.raises(UnknownConnectorError):
        connector_for("abacus")


def test_its_policy_is_that_of_quickbooks_desktop():
    policy = CONNECTOR.policy
    assert (policy.posts_by_hand, policy.imports_budgets, policy.takes_sub_jobs) == (False, False, False)
    assert (policy.codes_synced_before_send, policy.keeps_cost_types) == (True, False)
    assert policy.sub_job_advice.endswith(".")


def test_it_declares_the_fields_of_its_settings():
    fields = {field.name: field for field in CONNECTOR.setting_fields}
    assert list(fields) == [
        "income_account",
        "expense_account",
        "parent_item",
        "non_taxable_code",
        "poll_minutes",
        "company_file",
    ]
    assert fields["income_account"].choices_from == "account"
    assert fields["parent_item"].choices_from == "item"


HRESULTS = [
    ("0x80040414", TryLater),
    ("80040408", TryLater),
    ("-2147220479", TryLater),
    ("0x80040400", Refused),
    ("0x80040423", Refused),
    ("0x80040402", Unanswered),
    ("0xDEADBEEF", Unanswered),
    ("rubbish", Unanswered),
]


@pytest.mark.parametrize(("hresult", "kind"), HRESULTS)
def test_the_web_connectors_errors_are_told_apart(hresult, kind):
    step = CONNECTOR.start(export())
    turn = CONNECTOR.proceed(export(), step.name, step.memory, Answer(b"", hresult, "It said so."))
    assert isinstance(turn, kind)
    assert turn.messages[0].startswith("Web Connector: It said so. (0x")


@pytest.mark.parametrize("hresult", [hresult for hresult, _ in HRESULTS])
def test_an_error_instead_of_a_status_leaves_the_doubt(hresult):
    step = CONNECTOR.start(export())
    turn = CONNECTOR.proceed(export(), step.name, step.memory, Answer(b"", hresult, "", asked=True))
    assert isinstance(turn, Unanswered)
    assert "no text" in turn.messages[0]


def test_status_query_and_clear_state_hold_nothing_else():
    for body in (CONNECTOR.status_query("w1"), CONNECTOR.clear_state("w1")):
        (message_set,) = read_xml(body)
        assert len(message_set) == 0
        assert message_set.get("oldMessageSetID") == "w1"


def test_an_envelope_that_quickbooks_would_refuse_is_refused_here():
    step = CONNECTOR.start(ReadLists())
    assert CONNECTOR.envelope(step.content, None)
    with pytest.raises(ValueError, match="message set id"):
        CONNECTOR.envelope(step.content, "w1")


def test_a_budget_that_fits_has_no_problems():
    assert CONNECTOR.problems(export()) == []
    assert CONNECTOR.problems(ReadLists()) == []


def test_every_line_that_does_not_fit_is_named_with_its_place():
    long = amount("03-100", 1, description="x" * 5000, line=12)
    odd = amount("01-100", 10**11, description="Ω 漢", line=13)
    found = CONNECTOR.problems(export(amount("01-100", 5), long, odd))
    assert [(denial.anchor, denial.code) for denial in found] == [
        ("line-12", "erp_limit"),
        ("line-13", "erp_limit"),
        ("line-13", "erp_limit"),
    ]
    assert "Line 03-100 Labor: the description has" in found[0].sentence
    assert "which QuickBooks cannot hold" in found[1].sentence
    assert "enter at most 99,999,999.99" in found[2].sentence


def test_estimates_switched_off_are_told_before_anything_is_sent():
    (denial,) = CONNECTOR.problems(export(company={"uses_estimates": False}))
    assert "Edit > Preferences > Jobs & Estimates" in denial.sentence


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "x" * 42}, "42 characters; shorten it to 41"),
        ({"name": "a:b"}, "colon"),
        ({"address": "1 Main St, Rear"}, "comma"),
        ({"city": "Portland, OR"}, "comma"),
        ({"full_name": "a:b:c:d:e"}, "level 6"),
    ],
)
def test_a_project_that_does_not_fit_is_refused_when_it_is_linked_and_when_it_is_sent(change, words):
    job = replace(Job(number="1", name="Maple St 116"), **change)
    (denial,) = CONNECTOR.problems(CreateJob(job))
    assert words in denial.sentence
    assert denial.anchor == "project"
    assert words in CONNECTOR.problems(export(job=job))[0].sentence
    assert CONNECTOR.problems(export(job=replace(job, erp_id="8-1"))) == []


def test_items_need_their_accounts_and_names_that_fit():
    bare = CreateCodes(tuple(CODES.values()), {})
    assert [denial.anchor for denial in CONNECTOR.problems(bare)] == ["connection", "connection"]
    assert CONNECTOR.problems(CreateCodes(tuple(CODES.values()), SETTINGS)) == []
    long = replace(CODES["01-100"], id=9, code="x" * 32)
    (denial,) = CONNECTOR.problems(CreateCodes((long,), SETTINGS))
    assert denial.anchor == "code-9"
    below = {**SETTINGS, "parent_item_name": "y" * 140}
    assert CONNECTOR.problems(CreateCodes((replace(long, code="x" * 31),), below))


def test_the_preview_of_a_first_export_shows_every_line():
    table = CONNECTOR.preview(export())
    assert table.title == "Estimate B7 in QuickBooks"
    assert table.rows == (
        ("01-100", "Labor: Site office", 1_800_000),
        ("03-100", "Materials: Footings", 725_050),
    )
    assert table.totals == ("Subtotal", "", 2_525_050)
    assert table.changed == {(0, 2), (1, 2)}
    assert "A new estimate of 2 lines over 25,250.50 on Smith:Maple St 116" in table.note


def test_the_preview_of_an_update_shows_what_stands_there_and_what_comes():
    held = (amount("01-100", 100), amount("01-100", 50))
    task = export(amount("01-100", -30, notes="less"), origin_id="4C-1", held=held, submission=2)
    table = CONNECTOR.preview(task)
    assert table.rows == (
        ("01-100", "already in QuickBooks", 150),
        ("01-100", "Change 2: Labor: Site office; less", -30),
    )
    assert table.totals[2] == 120
    assert table.changed == {(1, 2)}
    assert table.note.startswith("Adds 1 line over −0.30 behind the lines that are there")


def introduction(name="Halden", file_id=FILE, versions=("13.0",), product="QuickBooks"):
    extension = (
        f"<DataExtRet><OwnerID>{OWNER}</OwnerID><DataExtName>FileID</DataExtName>"
        f"<DataExtType>STR255TYPE</DataExtType><DataExtValue>{file_id}</DataExtValue></DataExtRet>"
        if file_id
        else ""
    )
    host = "".join(f"<SupportedQBXMLVersion>{version}</SupportedQBXMLVersion>" for version in versions)
    return document(
        said("HostQuery", f"<HostRet><ProductName>{product}</ProductName>{host}</HostRet>"),
        said("CompanyQuery", f"<CompanyRet><CompanyName>{name}</CompanyName>{extension}</CompanyRet>"),
        said(
            "PreferencesQuery",
            "<PreferencesRet><JobsAndEstimatesPreferences><IsUsingEstimates>true</IsUsingEstimates>"
            "</JobsAndEstimatesPreferences></PreferencesRet>",
        ),
    )


def meet(document, known=None):
    return CONNECTOR.recognise(Identity(OWNER, FILE, known or {}), document)


def test_the_first_company_is_remembered():
    met = meet(introduction())
    assert met.problem == ""
    assert met.company["name"] == "Halden"
    assert met.company["file_id"] == FILE
    assert met.company["uses_estimates"] is True


def test_our_mark_in_the_file_decides_and_the_company_may_be_renamed():
    assert meet(introduction("Halden and Rowe"), {"name": "Halden"}).company["name"] == "Halden and Rowe"


@pytest.mark.parametrize(
    ("document", "known", "words"),
    [
        (introduction(file_id="{99999999-2222-3333-4444-555555555555}"), {}, "belongs to another connection"),
        (
            introduction("Ranch", file_id=""),
            {"name": "Halden"},
            "Another company file is open: Ranch. Open Halden",
        ),
        (introduction(name=""), {}, "did not say which company"),
        (introduction(versions=("7.0", "8.0")), {}, "does not take qbXML 13.0. Update QuickBooks."),
        (b"rubbish", {}, "did not say which company file is open"),
    ],
)
def test_any_other_company_is_not_served(document, known, words):
    met = meet(document, known)
    assert words in met.problem
    assert met.company == {}


def test_without_our_mark_the_name_must_stay():
    assert meet(introduction(file_id=""), {"name": "Halden"}).problem == ""
    assert meet(introduction(file_id="", versions=()), {}).problem == ""


def test_it_asks_for_an_introduction_that_the_schema_takes(assert_valid):
    body = CONNECTOR.introduction(Identity(OWNER, FILE, {}))
    assert_valid(body)
    assert [each.tag for each in read_xml(body)[0]] == ["HostQueryRq", "CompanyQueryRq", "PreferencesQueryRq"]


def test_every_task_begins_with_a_look():
    for task in (
        export(),
        export(origin_id="4C-1"),
        CreateJob(JOB),
        CreateCodes(tuple(CODES.values())),
        ReadLists(),
    ):
        turn = CONNECTOR.start(task)
        assert isinstance(turn, Step)
        assert not turn.mutates
