"""Cost code lists: divisions, repeated codes, lost zeros."""

import pytest

from portal.domain.imports.code_lists import RepeatedCodes, read_cost_codes
from portal.domain.imports.headings import Role
from portal.domain.imports.mappings import Column, ImportMapping
from portal.domain.imports.outcomes import Outcome

ROLES = [Role.DIVISION, Role.COST_CODE, Role.DESCRIPTION, Role.UOM]
LIST = ImportMapping("s", 1, tuple(Column(index, role) for index, role in enumerate(ROLES)))
HEAD = ["division", "cost_code", "item", "unit"]
SIX = [["31 Earthwork", f"31200{number}", f"Item {number}", "CY"] for number in range(5)]


def read(*rows, **choices):
    return read_cost_codes([HEAD, *rows], LIST, choices.pop("existing", {}), **choices)


def test_codes_come_with_their_division_and_without_the_code_in_the_name():
    found = read(["31 Earthwork", "312000", "312000 Excavation", "CY"])
    assert found.codes == (("312000", "Excavation", "CY", "31", "Earthwork"),)
    assert found.divisions == {"31": "Earthwork"}
    assert found.may_import


def test_repeated_codes_are_refused_merged_or_numbered():
    rows = [["31 E", "312000", "Cut", ""], ["31 E", "312000", "Fill", ""], ["31 E", "312000", "Haul", ""]]
    refused = read(*rows)
    assert not refused.may_import
    assert refused.rows[1].sentence.startswith("Row 3: the code 312000 stands already in row 2.")
    assert [code.name for code in read(*rows, repeated=RepeatedCodes.FIRST_NAME).codes] == ["Cut"]
    numbered = read(*rows, repeated=RepeatedCodes.NUMBER)
    assert [code.code for code in numbered.codes] == ["312000", "312000-2", "312000-3"]


def test_a_lost_leading_zero_is_warned_about_and_restored_when_asked():
    short = ["01 General Requirements", 15000.0, "Mobilization", "LS"]
    warned = read(*SIX, short)
    assert warned.warnings[0].warning == "15000 has probably lost a leading zero: division 01 says 015000."
    assert warned.codes[-1].code == "15000"
    assert warned.may_import
    restored = read(*SIX, short, restore_zeros=True)
    assert restored.codes[-1].code == "015000"
    assert read(*SIX, ["11 Equipment", "11400", "Hoist", "LS"]).warnings == ()
    assert read(short).warnings == ()


@pytest.mark.parametrize(("name", "outcome"), [("Cut", Outcome.UNCHANGED), ("Old", Outcome.CHANGED)])
def test_codes_that_exist_are_compared(name, outcome):
    assert read(["31 E", "312000", "Cut", ""], existing={"312000": name}).rows[0].outcome is outcome


def test_rows_without_a_code_and_broken_cells_are_told():
    found = read(["General", "", "Heading", ""], [], ["", "Total", "", ""], ["", "1\x00", "", ""])
    assert [row.outcome for row in found.rows] == [Outcome.SKIPPED, Outcome.SKIPPED, Outcome.ERROR]
    assert found.rows[2].sentence.startswith("Row 5: ")
    nothing = read_cost_codes([], ImportMapping("s", 1, ()), {})
    assert nothing.problems == ("Choose the column that holds the cost code.",)


def test_combined_cells_give_code_and_name():
    mapping = ImportMapping("s", 0, (Column(0, Role.COST_CODE),), code_separator=" - ")
    assert read_cost_codes([["01-3120 - Clerk"]], mapping, {}).codes[0][:2] == ("01-3120", "Clerk")
