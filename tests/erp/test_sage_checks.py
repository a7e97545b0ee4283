"""What Sage could not hold is said before anything is sent: all of it, each at its line, in sentences."""

from dataclasses import replace

import pytest

from portal.domain.money import MAX_CENTS
from portal.erp.connectors.sage_100_contractor import CONNECTOR
from portal.erp.contract import Code, CreateCodes, CreateJob, Job, SyncCompany
from tests.erp.sage_tasks import JOB, amount, export, update

TO_BE = Job(
    number="P-77",
    name="Newtown Apartments",
    address="18 Newtown Rd",
    city="Vancouver",
    region="WA",
    postal_code="98660",
)


def sentences(task):
    return [denial.sentence for denial in CONNECTOR.problems(task)]


def test_the_worked_example_has_no_problems():
    assert CONNECTOR.problems(export()) == []
    assert CONNECTOR.problems(update()) == []
    assert CONNECTOR.problems(SyncCompany(1)) == []


def test_every_problem_is_named_at_once_with_its_line():
    task = export(
        amount("2010.000", "SVC", 100, line=11, erp_cost_type=""),
        amount("3100.000", "L", 100, line=12, link=Code(3, "03-100", "Forms", "0310.000")),
        amount("3100.000", "M", MAX_CENTS + 1, line=13),
        amount("1000.000", "O", 0, line=14, description="x" * 51),
    )
    found = CONNECTOR.problems(task)
    assert [(denial.anchor, denial.code) for denial in found] == [
        ("line-11", "type_not_mapped"),
        ("line-12", "erp_limit"),
        ("line-14", "erp_limit"),
        ("line-13", "erp_limit"),
    ]
    assert found[0].sentence == (
        "Line 2010.000 has the cost type SVC Professional services, which is not mapped to one of Sage's nine cost "
        "types. Map it under ERP Integrations > Cost codes."
    )
    assert (
        "Line 03-100 is linked with 0310.000, which is no cost code of Sage 100 Contractor"
        in found[1].sentence
    )
    assert found[2].sentence == "Line 1000.000 Other: the description has 51 characters; shorten it to 50."
    assert found[3].sentence == (
        "In Sage 100 Contractor Materials of the cost code 3100.000 would be 100,000,000.00; "
        "enter at most 99,999,999.99."
    )


def test_a_line_without_a_type_says_what_to_do():
    assert sentences(export(replace(amount("2010.000", "S", 1), cost_type=""))) == [
        "Line 2010.000 has no cost type. Choose one on the line."
    ]


def test_a_code_that_is_not_linked_is_the_matter_of_another_guard():
    assert sentences(export(amount("2010.000", "S", 1, link=Code(2, "2010", "Earthwork")))) == []


@pytest.mark.parametrize(
    "code", ["0310.000", "2010", "2010.00", "1234567.000", "A10.000", " 201.000", "٢.000", "2010.0000"]
)
def test_what_is_no_cost_code_of_sage_is_refused(code):
    (sentence,) = sentences(export(amount("2010.000", "S", 1, link=Code(2, "x", "Earthwork", code))))
    assert "up to 6 digits and 3 decimals, not beginning with 0" in sentence


def test_the_same_problem_of_two_transactions_is_said_once():
    twice = (amount("2010.000", "SVC", 5, erp_cost_type=""), amount("2010.000", "SVC", -5, erp_cost_type=""))
    assert len(sentences(export(*twice))) == 1


def test_lines_that_share_a_cell_are_added_up_before_they_are_measured():
    half = MAX_CENTS // 2 + 1
    (denial,) = CONNECTOR.problems(
        export(amount("2010.000", "S", half, line=4), amount("2010.000", "S", half, line=5))
    )
    assert (denial.anchor, denial.code) == ("line-4", "erp_limit")
    assert "Subcontract of the cost code 2010.000 would be 100,000,000.00" in denial.sentence


def test_the_total_of_a_row_must_fit_too():
    (denial,) = CONNECTOR.problems(
        export(amount("2010.000", "S", MAX_CENTS, line=4), amount("2010.000", "M", 1, line=5))
    )
    assert denial.anchor == "line-5"
    assert "the total of the cost code 2010.000 would be 100,000,000.00" in denial.sentence


def test_an_update_is_measured_with_what_stands_there():
    task = update(amounts=(amount("2010.000", "S", MAX_CENTS - 12_000_000, line=1),))
    assert sentences(task) == []
    over = update(amounts=(amount("2010.000", "S", MAX_CENTS - 12_000_000 + 1, line=1),))
    assert "would be 100,000,000.00" in sentences(over)[0]
    assert sentences(update(amounts=(amount("2010.000", "S", -MAX_CENTS, line=1),))) == []


def test_codes_new_to_the_job_wait_for_an_approver_where_it_is_switched_on():
    task = export(codes_to_confirm=("3100.000", "9000.000"))
    assert sentences(task) == []
    found = CONNECTOR.problems(replace(task, settings={"confirm_codes": "yes"}))
    assert [denial.anchor for denial in found] == ["line-2", ""]
    assert found[0].sentence == (
        "The cost code 3100.000 is new to this job. An accounting approver confirms it under ERP Integrations > "
        "Jobs, Ready to Update."
    )


@pytest.mark.parametrize(
    ("phase", "fits"), [("1", True), ("42", True), ("0", False), ("", False), ("A", False), ("01", False)]
)
def test_a_sub_job_needs_the_number_of_its_phase_where_sub_jobs_travel(phase, fits):
    task = export(
        amount("2010.000", "S", 1, sub_job="Tower", phase=phase), settings={"export_sub_jobs": "yes"}
    )
    assert bool(sentences(task)) is not fits
    assert sentences(replace(task, settings={})) == []


def test_a_project_that_is_no_job_yet_is_measured_as_one():
    task = export(job=replace(TO_BE, name="x" * 76))
    assert sentences(task) == ["The project name has 76 characters; shorten it to 75."]
    assert "Link the project again." in sentences(export(job=replace(JOB, erp_id="80000001-1")))[0]


NUMBERS = [
    ("2019001", ""),
    ("1", ""),
    ("2147483647", ""),
    ("", ""),
    ("2147483648", "The highest is 2147483647."),
    ("12345678901", "The highest is 2147483647."),
    ("0", "begins with 0"),
    ("007", "begins with 0"),
    ("20-19", "Type digits only"),
    ("A1", "Type digits only"),
    ("-5", "Type digits only"),
    ("٢٠١٩", "Type digits only"),
    ("2018007", "Job number 2018007 is already in use in Sage 100 Contractor."),
]


@pytest.mark.parametrize(("number", "sentence"), NUMBERS)
def test_the_typed_job_number_is_one_that_sage_takes(number, sentence):
    found = CONNECTOR.problems(CreateJob(TO_BE, number=number, taken=frozenset({"2018007"})))
    assert [denial.anchor for denial in found] == (["number"] if sentence else [])
    if sentence:
        assert sentence in found[0].sentence


FIELDS = [
    ({"name": ""}, "The project name is empty; enter one."),
    ({"name": "x" * 76}, "The project name has 76 characters; shorten it to 75."),
    ({"address": "x" * 51}, "Line 1 of the project address has 51 characters; shorten it to 50."),
    ({"address": "a\nb\nc"}, "The project address has 3 lines; Sage 100 Contractor holds 2."),
    ({"city": "x" * 51}, "The city of the project address has 51 characters; shorten it to 50."),
    ({"region": "WAS"}, "The state of the project address has 3 characters; shorten it to 2."),
    (
        {"postal_code": "98660-12345"},
        "The zip code of the project address has 11 characters; shorten it to 10.",
    ),
]


@pytest.mark.parametrize(("given", "sentence"), FIELDS)
def test_fields_that_sage_could_not_hold_are_named(given, sentence):
    (denial,) = CONNECTOR.problems(CreateJob(replace(TO_BE, **given), number="77"))
    assert (denial.sentence, denial.anchor) == (sentence, "project")


def test_fields_at_their_limit_fit():
    full = Job(
        "1",
        "x" * 75,
        address="a" * 50 + "\n" + "b" * 50,
        city="c" * 50,
        region="WA",
        postal_code="98660-1234",
    )
    assert CONNECTOR.problems(CreateJob(full, number="77")) == []


def test_cost_codes_are_never_created_from_here():
    (denial,) = CONNECTOR.problems(CreateCodes((Code(1, "2010", "Earthwork"),)))
    assert "created in Sage 100 Contractor (6-5 Cost Codes), never from here" in denial.sentence
