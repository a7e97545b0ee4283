"""File import on top of the database: what is written, remembered, refused; all or nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from portal.db.audit import AuditEvent
from portal.db.budgets import BudgetLine
from portal.db.imports import ImportFile, ImportSheet
from portal.db.people import BudgetPermission, Person
from portal.db.projects import CostCode, Division
from portal.db.transactions import reader, transaction
from portal.domain.denials import Denied
from portal.domain.imports.headings import Role
from portal.domain.imports.mappings import Column, MissingCodes
from portal.domain.vocabulary import Action
from portal.files.csv_tables import write_csv
from portal.files.workbooks import FileError
from portal.services.imports import import_files
from portal.services.imports.import_checks import check, cost_types_now, stamp
from portal.services.imports.imports import confirm
from portal.services.intentions import ChangedMeanwhileError, InputError, NotFoundError
from tests import factories
from tests.people import DANA, LUIS, VERA

HEADS = ["Cost Code", "Description", "Cost Type", "Unit Qty", "UOM", "Unit Cost", "Budget Amount"]
TWO = [["03-100", "Footings", "M", "", "", "", "1000.00"], ["03-300", "Slab", "L", "10", "EA", "5", "50.00"]]


@pytest.fixture
def world(app):
    with app.app_context():
        yield factories.furnish()


@pytest.fixture
def project(world):
    return factories.make_project(world, linked=False)


@pytest.fixture
def upload(world, project):
    def bring(*rows, heads=HEADS, person=DANA, name="prices.csv"):
        actor = world.actor(person, project)
        return import_files.keep_upload(
            actor, project, name, write_csv([heads, *rows]), cost_types_now(reader())
        )

    return bring


@pytest.fixture
def decide(world, project):
    def change(file_id, **changes):
        file = import_files.file_of(reader(), project, file_id)
        import_files.choose(file, replace(import_files.mapping_of(file), **changes))

    return change


@pytest.fixture
def write(world, project):
    def go(file_id, person=DANA, **more):
        actor = world.actor(person, project)
        file = import_files.file_of(reader(), project, file_id)
        seen = {"seen_version": factories.budget_of(project).version}
        seen["seen_stamp"] = stamp(import_files.mapping_of(file))
        return confirm(actor, project, file_id, **{**seen, **more})

    return go


def lines(project):
    reader().rollback()
    rows = reader().scalars(
        select(BudgetLine)
        .where(BudgetLine.budget_id == factories.budget_of(project).id, BudgetLine.deleted_at.is_(None))
        .order_by(BudgetLine.sort_key)
    )
    return [(row.description, row.original_cents, row.calculation) for row in rows]


def count(table):
    return reader().scalar(select(func.count()).select_from(table))


def test_new_lines_are_written_with_their_figures_and_an_audit_row(project, upload, write):
    written = write(upload(*TWO))
    assert (written.new, written.changed, written.unchanged, written.total_cents) == (2, 0, 0, 105_000)
    assert lines(project) == [("Footings", 100_000, "manual"), ("Slab", 5_000, "automatic")]
    event = reader().scalars(select(AuditEvent).where(AuditEvent.action == Action.IMPORT_FILE.value)).one()
    assert event.detail["file"] == "prices.csv"
    assert (event.detail["new"], event.detail["total"]) == (2, "1050.00")


def test_a_second_file_changes_what_differs_and_leaves_the_rest(project, upload, write):
    write(upload(*TWO))
    untouched = {row.code_key: row.changed_at for row in reader().scalars(select(BudgetLine))}
    written = write(upload(["03-100", "", "M", "", "", "", "1000.00"], ["03-300", "", "L", "", "", "", "70"]))
    assert (written.new, written.changed, written.unchanged) == (0, 1, 1)
    assert lines(project) == [("Footings", 100_000, "manual"), ("Slab", 7_000, "manual")]
    slab = reader().scalars(select(BudgetLine).where(BudgetLine.original_cents == 7_000)).one()
    assert (slab.unit_qty, slab.uom, slab.unit_cost) == ("10", "EA", "5")
    footing = reader().scalars(select(BudgetLine).where(BudgetLine.original_cents == 100_000)).one()
    assert footing.changed_at == untouched[footing.code_key]


def test_one_error_keeps_the_whole_file_out(project, upload, write):
    file = upload(*TWO, ["99-999", "Unknown", "M", "", "", "", "5"])
    with pytest.raises(InputError, match="Correct row 4 first"):
        write(file)
    assert lines(project) == []
    assert count(CostCode) == 5


def test_missing_codes_are_created_with_their_divisions_in_the_same_transaction(
    project, upload, write, decide
):
    file = upload(["03-900", "Topping", "M", "", "", "", "5"], ["07-100", "Roof", "S", "", "", "", "6"])
    decide(file, missing_codes=MissingCodes.CREATE)
    written = write(file)
    assert (written.codes, written.new) == (2, 2)
    made = dict(reader().execute(select(CostCode.code, Division.code).join(Division)).all())
    assert (made["03-900"], made["07-100"]) == ("03", "07")
    names = dict(reader().execute(select(Division.code, Division.name)).all())
    assert (names["03"], names["07"]) == ("Concrete", "Division 07")
    events = reader().scalars(select(AuditEvent).where(AuditEvent.subject == "cost_code")).all()
    assert [event.detail["codes"] for event in events] == [["03-900", "07-100"]]


def test_a_failure_while_writing_leaves_neither_codes_nor_lines(project, upload, write, decide, monkeypatch):
    file = upload(["07-100", "Roof", "S", "", "", "", "6"])
    decide(file, missing_codes=MissingCodes.CREATE)
    version = factories.budget_of(project).version

    def fail(*_args):
        raise OSError("the disk is full")

    monkeypatch.setattr(import_files, "finish", fail)
    with pytest.raises(OSError, match="disk"):
        write(file)
    assert lines(project) == []
    assert (count(CostCode), count(Division)) == (5, 3)
    assert factories.budget_of(project).version == version
    monkeypatch.undo()
    assert write(file).new == 1


def test_a_budget_locked_between_check_and_confirm_refuses(world, project, upload, write):
    write(upload(*TWO))
    file = upload(["03-100", "", "M", "", "", "", "9"])
    version = factories.budget_of(project).version
    factories.act(world, project, DANA, Action.LOCK)
    with pytest.raises(Denied) as refused:
        write(file, seen_version=version)
    assert refused.value.status == 409
    assert [cents for _, cents, _ in lines(project)] == [100_000, 5_000]


def test_lines_changed_or_columns_chosen_meanwhile_refuse(world, project, upload, write, decide):
    file = upload(*TWO)
    version = factories.budget_of(project).version
    factories.add_lines(world, project, DANA, ("01-100", "L", 100))
    with pytest.raises(ChangedMeanwhileError):
        write(file, seen_version=version)
    with pytest.raises(ChangedMeanwhileError, match="another window"):
        write(file, seen_stamp="0123456789abcdef")
    assert len(lines(project)) == 1


def test_a_file_is_imported_once(project, upload, write):
    file = upload(*TWO)
    write(file)
    with pytest.raises(ChangedMeanwhileError, match="imported already"):
        write(file)
    assert reader().scalar(select(func.count()).where(ImportSheet.file_id == file)) == 0
    assert reader().get(ImportFile, file).content.startswith(b"\xef\xbb\xbf")


def test_the_mapping_is_remembered_for_files_that_look_alike(project, upload, write, decide):
    heads = ["Number", "Words", "Kind", "Price"]
    first = upload(["07-100", "Roof", "S", "6"], heads=heads)

    columns = (
        Column(0, Role.COST_CODE), Column(1, Role.DESCRIPTION), Column(2, Role.COST_TYPE), Column(3, Role.AMOUNT),
    )  # fmt: skip
    decide(first, columns=columns, missing_codes=MissingCodes.CREATE)
    write(first)
    second = upload(["07-100", "", "S", "7"], heads=heads)
    mapping = import_files.mapping_of(import_files.file_of(reader(), project, second))
    assert (mapping.columns, mapping.missing_codes) == (columns, MissingCodes.CREATE)


def test_whoever_may_not_manage_cost_codes_creates_none(world, project, upload, write, decide):

    with transaction() as session:
        session.get_one(Person, world.id_of(LUIS)).directory_level = "none"
        own = session.scalars(
            select(BudgetPermission).where(BudgetPermission.person_id == world.id_of(LUIS))
        ).one()
        own.granular = [*own.granular, "import_lines", "modify_original"]
    file = upload(["07-100", "Roof", "S", "", "", "", "6"], person=LUIS)
    decide(file, missing_codes=MissingCodes.CREATE)
    with pytest.raises(Denied) as refused:
        write(file, person=LUIS)
    assert refused.value.status == 403
    assert lines(project) == []
    advice = check(
        reader(), world.actor(LUIS, project), project, import_files.file_of(reader(), project, file)
    ).now.missing_code_advice
    assert "ask an administrator" in advice


def test_nobody_imports_without_the_permission(project, upload, write):
    with pytest.raises(Denied):
        write(upload(*TWO), person=VERA)
    assert lines(project) == []


def test_an_upload_is_found_in_its_own_project_only(world, project, upload):
    other = factories.make_project(world, "Elm St 4", "2026002", linked=False)
    with pytest.raises(NotFoundError):
        import_files.file_of(reader(), other, upload(*TWO))


def test_a_code_that_is_switched_off_is_not_created_again(project, world, upload, write, decide):

    with transaction() as session:
        session.get_one(CostCode, world.codes["03-100"]).active = False
    file = upload(*TWO)
    decide(file, missing_codes=MissingCodes.CREATE)
    with pytest.raises(InputError):
        write(file)
    run = check(
        reader(), world.actor(DANA, project), project, import_files.file_of(reader(), project, file)
    ).run
    assert "switched off" in run.errors[0].sentence


def test_what_cannot_be_read_is_refused_with_a_sentence_and_nothing_is_kept(world, project):
    with pytest.raises(FileError):
        import_files.keep_upload(world.actor(DANA, project), project, "a.xlsx", b"PK\x03\x04 broken", {})
    assert count(ImportFile) == 0
