"""One person in Settings: boxes, mails, the auditor, name and address, budget permissions by project."""

from portal.db.people import Person
from portal.db.transactions import reader
from portal.domain.decisions import holds
from portal.domain.vocabulary import Action, Level
from tests import factories
from tests.people import AKI, DANA, LUIS, PRIYA, RUTH, VERA
from tests.web.people_pages import HTMX, post, switch


def test_permissions_on_one_project_are_set_and_removed(sqlite_app, ruth, world):
    with sqlite_app.app_context():
        project = factories.make_project(world)
    dana = world.id_of(DANA)
    answer = post(
        ruth, f"/settings/people/{dana}/projects", project=project, level="read_only", granular="lock_budget"
    )
    assert answer.status_code == 303
    page = ruth.get(f"/settings/people/{dana}").text
    assert "Maple St 116" in page
    with sqlite_app.app_context():
        actor = world.actor(DANA, project)
        assert (actor.budget, sorted(actor.granular)) == (Level.READ_ONLY, ["lock_budget"])
    post(ruth, f"/settings/people/{dana}/projects/{project}/end")
    with sqlite_app.app_context():
        assert world.actor(DANA, project).budget is Level.ADMIN


def box(client, world, person, name, ticked, **more):
    return post(
        client, f"/settings/people/{world.id_of(person)}/boxes", box=name, ticked=ticked, at="person", **more
    )


def test_every_cell_is_a_switch_or_a_dash(ruth, world):
    page = ruth.get(f"/settings/people/{world.id_of(LUIS)}").text
    assert page.count('id="box-') == 5
    assert page.count("There is none.") == 1
    assert switch(page, "box-import_budget") == (False, True)
    assert switch(page, "box-export_budget") == (True, True)


def test_a_box_moves_by_form_and_by_htmx_and_counts_at_once(sqlite_app, ruth, world):
    answer = box(ruth, world, LUIS, "import_budget", "yes")
    assert (answer.status_code, answer.location) == (303, f"/settings/people/{world.id_of(LUIS)}")
    answer = box(ruth, world, LUIS, "import_jobs", "yes", headers=HTMX)
    assert answer.text.lstrip().startswith('<div id="settings-person">')
    assert switch(answer.text, "box-import_jobs") == (True, True)
    with sqlite_app.app_context():
        luis = world.actor(LUIS)
        assert holds(Action.IMPORT_FROM_ERP, luis)
        assert holds(Action.ADD_ERP_JOB, luis)


def test_a_directory_admin_needs_no_boxes(ruth, world):
    page = ruth.get(f"/settings/people/{world.id_of(RUTH)}").text
    assert "With the privilege a directory admin needs no boxes" in page
    assert switch(page, "box-import_budget") == (False, False)
    answer = box(ruth, world, RUTH, "import_budget", "yes", headers=HTMX)
    assert answer.status_code == 409
    assert "needs no boxes" in answer.text


def test_an_unknown_box_is_refused_with_a_sentence(ruth, world):
    for name in ("", "push", "import_codes", "budget_level"):
        answer = box(ruth, world, LUIS, name, "yes", headers=HTMX)
        assert answer.status_code == 422
        assert "Choose a box of the table." in answer.text


def test_nobody_grants_it_to_himself_on_the_person_page_either(ruth, world):
    page = ruth.get(f"/settings/people/{world.id_of(RUTH)}").text
    assert switch(page, "push") == (False, False)
    assert "You cannot grant this to yourself. Another directory admin can: Tom Halden." in page
    answer = post(ruth, f"/settings/people/{world.id_of(RUTH)}/privilege", HTMX, at="person")
    assert answer.status_code == 403
    assert answer.text.lstrip().startswith('<div id="settings-person">')
    assert "Another directory admin can" in answer.text


def test_the_privilege_comes_with_its_export_boxes(ruth, world):
    box(ruth, world, LUIS, "export_budget", "no")
    page = post(ruth, f"/settings/people/{world.id_of(LUIS)}/privilege", HTMX, at="person").text
    assert switch(page, "push") == (True, True)
    assert switch(page, "box-export_budget") == (True, True)


def test_an_auditor_reads_only_and_never_pushes(sqlite_app, ruth, world):
    priya = factories.client_for(sqlite_app, PRIYA)
    assert priya.get("/projects/new").status_code == 200
    page = post(ruth, f"/settings/people/{world.id_of(PRIYA)}/auditor", HTMX, auditor="yes", at="person").text
    assert switch(page, "auditor") == (True, True)
    assert priya.get("/projects/new").status_code == 403
    assert priya.get("/settings/people").status_code == 200
    assert "End the auditor role first." in page
    answer = post(ruth, f"/settings/people/{world.id_of(PRIYA)}/privilege", HTMX, at="person")
    assert answer.status_code == 409
    answer = post(ruth, f"/settings/people/{world.id_of(AKI)}/auditor", HTMX, auditor="yes", at="person")
    assert answer.status_code == 409
    assert "Take the privilege away first." in answer.text
    post(ruth, f"/settings/people/{world.id_of(PRIYA)}/auditor", auditor="no", at="person")
    assert priya.get("/projects/new").status_code == 200


def test_somebody_unsubscribes_from_the_daily_summary(sqlite_app, ruth, world):
    page = post(ruth, f"/settings/people/{world.id_of(AKI)}/digest", HTMX, digest="no", at="person").text
    assert switch(page, "digest") == (False, True)
    with sqlite_app.app_context():
        assert not reader().get(Person, world.id_of(AKI)).erp_digest


def test_name_and_address_change_and_what_was_typed_wrong_stays(sqlite_app, ruth, world):
    path = f"/settings/people/{world.id_of(DANA)}"
    answer = post(ruth, path, name="Dana Reyes", email="nobody", title="Estimator")
    assert answer.status_code == 422
    assert 'value="Dana Reyes"' in answer.text
    assert "Enter an e-mail address" in answer.text
    answer = post(
        ruth, path, name="Dana Reyes", email="Dana.Reyes@haldenrowe.example", title="Estimator", at="person"
    )
    assert (answer.status_code, answer.location) == (303, path)
    page = ruth.get(path).text
    assert "<h1>Dana Reyes</h1>" in page
    assert "dana.reyes@haldenrowe.example" in page


def test_levels_and_single_permissions_are_edited_in_place(sqlite_app, ruth, world):
    with sqlite_app.app_context():
        project = factories.make_project(world)
    path = f"/settings/people/{world.id_of(DANA)}/projects"
    fields = {"project": project, "level": "standard", "at": "person"}
    page = post(ruth, path, HTMX, granular=["lock_budget", "send_and_retrieve"], **fields).text
    assert page.count(f'id="project-{project}"') == 1
    with sqlite_app.app_context():
        assert sorted(world.actor(DANA, project).granular) == ["lock_budget", "send_and_retrieve"]
    post(ruth, path, HTMX, **fields)
    with sqlite_app.app_context():
        actor = world.actor(DANA, project)
        assert (actor.budget, actor.granular) == (Level.STANDARD, frozenset())
    assert post(ruth, path, HTMX, project=project, level="emperor", at="person").status_code == 422


def test_an_auditor_sees_words_instead_of_switches(sqlite_app, world):
    page = factories.client_for(sqlite_app, VERA).get(f"/settings/people/{world.id_of(AKI)}").text
    assert 'role="switch"' not in page
    assert "<form" not in page.partition("<main")[2]
    assert "ERP permissions" in page
