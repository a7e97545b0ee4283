"""The QuickBooks half of the worked example, step by step: project "Maple St 116" of the customer "Smith".

01-100 18,000.00; 02-220 7,250.00.
"""

from portal.demo.acts import accounting, budgets, looks
from tests.e2e.page_readings import buttons, grey

JOB = "Smith:Maple St 116"


def refuse_what_quickbooks_refuses(example):
    """A name of 42 characters, an address with a comma, a sub job on a line: refused, and the line is named."""
    stage, project = example.stage, example.maple
    settings = stage.dana.get(f"/projects/{project}/settings")
    for field, value, sentence in (
        ("name", "M" * 42, "The project name has 42 characters; shorten it to 41."),
        ("address", "116 Maple St, Rear", "holds a comma, which the export to QuickBooks does not allow"),
    ):
        refused = stage.dana.send(settings, f"/projects/{project}/settings", **{field: value})
        assert (refused.status, refused.says(sentence)) == (422, True)
    stage.dana.send(settings, "/sub-jobs", code="1", name="North wing")
    example.add_lines(project, (("01-100", "L Labor", "18,000.00"),))
    line = example.add_line_of_sub_job(project, "02-220", "S Subcontract", "7,250.00", "North wing")
    budgets.lock(stage.dana, project)
    example.prepare_quickbooks(project)
    refused = budgets.send(stage.dana, project)
    assert refused.status == 409
    assert refused.says("Line 02-220 has the sub job North wing; QuickBooks Desktop takes no sub jobs.")
    assert refused.link("Show the line").endswith(f"#line-{line}")
    stage.dana.send(stage.dana.get(f"/projects/{project}/budget/unlock"), "unlock")
    stage.dana.send(stage.dana.get(f"/projects/{project}/budget/lines/{line}"), "/delete")


def wait_for_the_connector(example):
    """Without the sub job: accepted, and nothing happens until the connector polls; no import button."""
    stage, project = example.stage, example.maple
    example.add_lines(project, (("02-220", "S Subcontract", "7,250.00"),))
    budgets.lock(stage.dana, project)
    budgets.send(stage.dana, project)
    stage.desk.arm("company_closed")
    accounting.accept(stage.aki, example.review(project, 1), caution=True)
    assert example.badge(project) == "Exporting"
    assert stage.desk.estimates(JOB) == []
    stage.desk.disarm()
    for who in (stage.dana, stage.aki):
        page = example.budget(project, who)
        assert "import_from_erp" not in grey(page).keys() | buttons(page)
        assert not looks.leads_to(page, "/import-from-erp")


def sync_without_a_posting_step(example):
    """After the poll: an estimate with 2 lines; no posting step; after the next job-cost sync it is synced."""
    stage, project = example.stage, example.maple
    stage.desk.update_selected()
    (estimate,) = stage.desk.estimates(JOB)
    assert [(line["item"], line["amount"]) for line in estimate["lines"]] == [
        ("01-100", "18000.00"),
        ("02-220", "7250.00"),
    ]
    assert not stage.aki.get("/erp/to-post").says("Maple St 116")
    budgets.check_now(stage.dana, project)
    stage.desk.update_selected()
    assert example.badge(project) == "Synced"
    passed = example.books.states(project)
    assert passed[-3:] == ["exporting", "awaiting_sync", "synced"]
    assert "awaiting_posting" not in passed
    assert example.report(project, "Estimate")[-1] == ("25250.00",)
