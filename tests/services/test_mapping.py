"""Cost codes and types are mapped by people, one to one; proposals count when accepted; exported ones stay."""

import pytest

from portal.db.audit import AuditEvent
from portal.db.budgets import BudgetLine
from portal.db.exchange import CostCodeLink, CostTypeLink
from portal.db.projects import CostCode
from portal.db.transactions import reader, transaction
from portal.domain.denials import Denied
from portal.domain.vocabulary import Action
from portal.services.erp_lists import cost_type_lists, erp_codes_page
from portal.services.erp_lists.code_proposals import same_number
from portal.services.exchange import code_acceptance, type_ties
from portal.services.exchange.code_acceptance import Choice
from portal.services.intentions import InputError
from tests import factories, ledger_vendor
from tests.people import AKI, DANA


@pytest.fixture
def world(plain_sqlite_app):
    with plain_sqlite_app.app_context(), ledger_vendor.known(ledger_vendor.LedgerVendor()):
        yield ledger_vendor.furnish()


def add_code(world, code, name):
    with transaction() as session:
        division = session.query(CostCode).first().division_id
        row = CostCode(code=code, name=name, division_id=division)
        session.add(row)
        session.flush()
        return row.id


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2010", "2010.000", True),
        ("2010.50", "2010.500", True),
        ("0210", "210", True),
        ("03-300", "3300", False),
        ("03-300", "03-300", True),
        ("2010.", "2010", False),
        ("\N{SUPERSCRIPT TWO}", "2", False),
        ("Slab", "slab", True),
    ],
)
def test_numbers_are_compared_as_numbers_and_texts_as_texts(one, other, same):
    assert (same_number(one) == same_number(other)) is same


def test_a_code_with_the_same_number_is_proposed_and_nothing_is_mapped(world):
    code = add_code(world, "3100", "Footings and piers")
    page = erp_codes_page.read(reader(), world.actor(AKI), world.connection)
    row = next(row for row in page.mapping if row.id == code)
    assert (row.item, row.why) == ("3100.000 Footings", "3100.000 Footings has the same number")
    assert (page.owned, page.proposed_count, page.types) == (True, 1, (5, 5))
    assert reader().query(CostCodeLink).count() == 0


def test_two_codes_of_one_number_are_not_guessed_between(world):
    add_code(world, "3100", "One")
    add_code(world, "3100.0", "Other")
    page = erp_codes_page.read(reader(), world.actor(AKI), world.connection)
    assert page.proposed_count == 0


def test_all_proposals_are_taken_by_one_act_of_a_person(world):
    code = add_code(world, "3100", "Footings and piers")
    assert code_acceptance.accept(world.actor(AKI), world.connection, Choice(all_proposed=True)) == (1, 0)
    link = reader().query(CostCodeLink).one()
    assert (link.cost_code_id, link.erp_id, link.accepted_by) == (code, "3100.000", world.id_of(AKI))
    with pytest.raises(InputError, match="Tick at least one cost code"):
        code_acceptance.accept(world.actor(AKI), world.connection, Choice(all_proposed=True))


def test_a_ticked_code_without_a_counterpart_is_refused_and_nothing_created(world):
    slab = world.codes["03-300"]
    with pytest.raises(InputError, match="Choose the cost code of Ledger that 03-300") as refused:
        code_acceptance.accept(world.actor(AKI), world.connection, Choice((slab,), {slab: ""}))
    assert refused.value.field == f"item-{slab}"


def test_two_codes_of_one_counterpart_are_refused_before_anything_is_promised(world):
    slab, other = world.codes["03-300"], world.codes["01-100"]
    both = Choice((slab, other), dict.fromkeys((slab, other), "3100.000 Footings"))
    with pytest.raises(InputError, match=r"3100\.000 Footings is chosen for 0.-.00 too") as refused:
        code_acceptance.plan(reader(), world.connection, both)
    assert refused.value.field in {f"item-{slab}", f"item-{other}"}
    code_acceptance.accept(world.actor(AKI), world.connection, Choice((slab,), {slab: "3100.000 Footings"}))
    with pytest.raises(InputError, match="already linked with the cost code 03-300"):
        code_acceptance.plan(reader(), world.connection, Choice((other,), {other: "3100.000 Footings"}))


def test_a_mapping_may_be_changed_until_amounts_were_exported(world):
    slab = world.codes["03-300"]
    accept = lambda name: code_acceptance.accept(  # noqa: E731
        world.actor(AKI), world.connection, Choice((slab,), {slab: name})
    )
    accept("3100.000 Footings")
    accept("6100.000 Rough framing")
    assert reader().query(CostCodeLink).one().erp_id == "6100.000"
    project = factories.make_project(world)
    (line,) = factories.add_lines(world, project, DANA, ("03-300", "L", 1))
    with transaction() as session:
        session.get_one(BudgetLine, line).exported_cents = 1
    with pytest.raises(InputError, match="Exported amounts stand on 6100"):
        accept("3100.000 Footings")


def test_cost_types_are_proposed_by_name_or_letter_and_the_rest_is_listed_with_a_reason(world):
    page = cost_type_lists.read(reader(), world.actor(AKI), world.connection)
    found = {row.code: (row.chosen, row.is_mapped) for row in page.rows}
    assert found == {
        "E": ("3", False),
        "L": ("2", False),
        "M": ("1", False),
        "OC": ("", False),
        "S": ("4", False),
    }
    assert "No free cost type of Ledger" in next(row.why for row in page.rows if row.code == "OC")
    assert (page.missing_count, page.proposed_count) == (5, 4)
    assert reader().query(CostTypeLink).count() == 0


def test_cost_types_are_mapped_one_to_one_and_may_swap(world):
    labor, material = world.types["L"], world.types["M"]
    save = lambda chosen: type_ties.map_types(world.actor(AKI), world.connection, chosen)  # noqa: E731
    assert save({labor: "2", material: "1"}) == 2
    assert save({labor: "1", material: "2"}) == 2
    assert save({labor: "1", material: "2"}) == 0
    with pytest.raises(InputError, match="is mapped to that one already"):
        save({world.types["S"]: "1"})
    with pytest.raises(InputError, match="Choose a cost type from the list"):
        save({labor: "12"})
    assert save({labor: "", material: "2"}) == 1
    links = {link.cost_type_id: link.erp_name for link in reader().query(CostTypeLink)}
    assert links == {material: "2 Labor"}
    assert reader().query(AuditEvent).filter_by(action=Action.ACCEPT_COST_CODES.value).count() == 3


def test_a_type_with_exported_amounts_stays(world):
    labor = world.types["L"]
    type_ties.map_types(world.actor(AKI), world.connection, {labor: "2"})
    project = factories.make_project(world)
    (line,) = factories.add_lines(world, project, DANA, ("03-300", "L", 1))
    with transaction() as session:
        session.get_one(BudgetLine, line).exported_cents = 1
    with pytest.raises(InputError, match="Exported amounts stand on 2 Labor"):
        type_ties.map_types(world.actor(AKI), world.connection, {labor: "1"})
    page = cost_type_lists.read(reader(), world.actor(AKI), world.connection)
    assert next(row.fixed for row in page.rows if row.code == "L")


def test_only_an_approver_maps(world):
    with pytest.raises(Denied):
        type_ties.map_types(world.actor(DANA), world.connection, {world.types["L"]: "2"})
    assert cost_type_lists.read(reader(), world.actor(DANA), world.connection).may_accept is False
