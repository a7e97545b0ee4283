"""The Sage half of the worked example, step by step: project 2019001 "Newtown Apartments", no phases.

2010.000 Subcontract 120,000.00; 3100.000 Material 45,500.00 and Labor 30,250.50; 1000.000 Other 0.00.
"""

from portal.demo.acts import accounting, budgets, looks, sage_pages
from portal.demo.walks.expectations import eventually
from portal.demo.walks.sage_prerequisites import step_one, step_two
from tests.e2e.directory_acts import let_import, make_approver
from tests.e2e.page_readings import buttons, columns, grey, post_anyway, rows
from tests.people import AKI, DANA

LINES = (
    ("02-300", "S Subcontract", "120,000.00"),
    ("03-100", "M Materials", "45,500.00"),
    ("03-100", "L Labor", "30,250.50"),
    ("01-100", "O Other", "0.00"),
)
POST_ENTRIES = (
    "Post the entries there (In the Job Cost function of Sage 100 Contractor choose Tasks > Post Entries)"
)
FOUR_ACTS = {"unlock", "add_line", "create_modification", "send"}
ORIGINAL, MODIFICATION = "original_estimate", "budget_modification"


def set_up(example):
    """The codes are mapped, the job is linked, the second step of the sync is run by hand; Aki may import budgets."""
    stage, project = example.stage, example.newtown
    sage_pages.schedule(stage.ruth, stage.connection, "costs", "Never")
    step_one(stage)
    step_two(stage)
    example.map_to_sage()
    sage_pages.link_job(stage.aki, project, "2019001")
    let_import(stage.ruth, AKI)
    example.add_lines(project, LINES)
    assert looks.leads_to(example.budget(project, stage.aki), "/import-from-erp")


def lock_and_send(example):
    """1. Lock, Send. Ready to Export shows 4 lines, original 195,750.50, changes 0.00."""
    budgets.lock(example.stage.dana, example.newtown)
    budgets.send(example.stage.dana, example.newtown)
    ready = rows(example.stage.aki.get("/erp/budgets?show=ready-to-export"), "erp-list-ready-to-export")
    (shown,) = columns(ready, "What", "Original", "Modifications", "Revised")
    assert shown == ("First export4 lines", "195,750.50", "0.00", "195,750.50")


def let_only_another_approver_decide(example):
    """2. Without the privilege no buttons, a direct POST is answered with 403; the sender as approver is refused."""
    stage, project = example.stage, example.newtown
    shown = example.review(project, 1)
    form = dict(shown.form("accept").form_values()) | {"caution": "yes"}
    address = f"/erp/budgets/{project}/submissions/1/accept"
    del form["csrf_token"]
    assert buttons(example.review(project, 1, example.luis)) == {"comment"}
    assert post_anyway(example.luis, address, **form).status == 403
    make_approver(stage.ruth, DANA)
    own = example.review(project, 1, stage.dana)
    assert "accept" not in buttons(own)
    assert "You sent" in grey(own)["accept"]
    refused = post_anyway(stage.dana, address, **form)
    assert (refused.status, refused.says("You sent")) == (403, True)
    assert example.badge(project) == "Waiting for accounting"
    assert example.books.export_requests(project) == []


def accept_and_export(example):
    """3. Accept, caution, Export: 4 original estimates, the pivot for 6-2, awaiting posting; import and acts grey."""
    stage, project = example.stage, example.newtown
    shown = example.review(project, 1)
    assert accounting.accept(stage.aki, shown, caution=False).says("Nothing was decided")
    assert accounting.accept(stage.aki, shown, caution=True).says("Accepted")
    eventually(lambda: example.badge(project) == "Awaiting posting", "the budget awaiting posting")
    assert sorted(example.books.transactions(project, 1)) == [
        (ORIGINAL, 0),
        (ORIGINAL, 3_025_050),
        (ORIGINAL, 4_550_000),
        (ORIGINAL, 12_000_000),
    ]
    assert example.books.export_requests(project) == [("export_budget", "succeeded")]
    assert example.waiting_sheet("Cost Code", "Material", "Labor", "Subcontract", "Other") == [
        ("1000.000", "0.00", "0.00", "0.00", "0.00"),
        ("2010.000", "0.00", "0.00", "120000.00", "0.00"),
        ("3100.000", "45500.00", "30250.50", "0.00", "0.00"),
    ]
    assert example.grey(project, stage.aki)["import_from_erp"].startswith("Off for good")
    closed = example.grey(project)
    assert closed.keys() >= FOUR_ACTS
    assert all(POST_ENTRIES in closed[act] for act in FOUR_ACTS)


def sync_before_posting(example):
    """4. Sync before posting: no visible originals, still awaiting posting."""
    step_one(example.stage)
    step_two(example.stage)
    assert example.report(example.newtown, "Original")[-1] == ("0.00",)
    assert example.badge(example.newtown) == "Awaiting posting"


def post_and_sync_in_two_steps(example):
    """5. Post Entries, step 1 only: unchanged; step 2: originals visible, synced, buttons return."""
    stage, project = example.stage, example.newtown
    stage.sage.import_sheet(example.sheet())
    stage.sage.post_entries("2019001")
    step_one(stage)
    assert example.report(project, "Original")[-1] == ("0.00",)
    assert example.badge(project) == "Awaiting posting"
    step_two(stage)
    assert example.badge(project) == "Synced"
    assert sorted(example.report(project, "Cost code", "Original")) == [
        ("", "0.00"),
        ("", "195750.50"),
        ("01-100", "0.00"),
        ("02-300", "120000.00"),
        ("03-100", "30250.50"),
        ("03-100", "45500.00"),
    ]
    page = example.budget(project)
    assert all(looks.leads_to(page, part) for part in ("/unlock", "/modifications/new", "/lines/new"))


def modify_resend_and_sync(example):
    """6. 5,000.00 from 2010.000/4 to 3100.000/2: re-send shows it, exactly 2 transactions go, the sync brings them."""
    stage, project = example.stage, example.newtown
    budgets.modify(stage.dana, project, "02-300", "03-100 Concrete formwork, L", "5,000.00", "More forms")
    assert example.badge(project) == "Synced, changes pending"
    budgets.send(stage.dana, project)
    shown = example.review(project, 2)
    assert example.totals(shown) == {
        "Original": "195,750.50",
        "Modifications, net": "0.00",
        "Revised": "195,750.50",
    }
    assert columns(rows(shown, "erp-review-lines"), "Budget code", "Difference")[:2] == [
        ("02-300Earthwork and grading S Subcontract", "−5,000.00"),
        ("03-100Concrete formwork L Labor", "+5,000.00"),
    ]
    example.accepting = shown
    accounting.accept(stage.aki, shown, caution=False)
    assert sorted(example.books.transactions(project, 2)) == [
        (MODIFICATION, -500_000),
        (MODIFICATION, 500_000),
    ]
    eventually(lambda: example.badge(project) == "Awaiting posting", "the update awaiting posting")
    stage.sage.import_sheet(example.sheet())
    stage.sage.post_entries("2019001")
    step_one(stage)
    assert example.badge(project) == "Awaiting posting"
    step_two(stage)
    assert example.badge(project) == "Synced"
    assert [
        row for row in example.report(project, "Cost code", "Original", "Changes") if row[2] != "0.00"
    ] == [
        ("02-300", "120000.00", "-5000.00"),
        ("03-100", "30250.50", "5000.00"),
    ]


def repeat_the_export(example):
    """7. The export POST of step 6 again with the same form: no third transaction, no second sheet."""
    again = accounting.accept(example.stage.aki, example.accepting, caution=False)
    assert again.status == 409
    assert len(example.books.transactions(example.newtown, 2)) == 2
    assert example.books.export_requests(example.newtown) == [("export_budget", "succeeded")] * 2
    assert [one["state"] for one in example.stage.sage.sheets()] == ["posted", "posted"]
    assert example.badge(example.newtown) == "Synced"
