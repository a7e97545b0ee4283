"""The division of a new cost code: from the file's column, else from the code's own digits."""

import pytest

from portal.domain.imports.divisions import OTHER, division_of

KNOWN = {"01": "General requirements", "03": "Concrete", "9": "Finishes"}


@pytest.mark.parametrize(
    ("code", "said", "expected"),
    [
        ("X", "03 Concrete", ("03", "Concrete")),
        ("X", "31 Earthwork", ("31", "Earthwork")),
        ("X", "31", ("31", "Division 31")),
        ("X", "3", ("03", "Concrete")),
        ("X", "03", ("03", "Concrete")),
        ("X", "concrete", ("03", "Concrete")),
        ("X", "Site", ("Site", "Site")),
        ("03-100", "", ("03", "Concrete")),
        ("105-06845", "", ("105", "Division 105")),
        ("01 5000", "", ("01", "General requirements")),
        ("015000", "", ("01", "General requirements")),
        ("15500.000", "", ("15", "Division 15")),
        ("1400", "", ("01", "General requirements")),
        ("9955.000", "", ("9", "Finishes")),
        ("0001", "", ("00", "Division 00")),
        ("PERMIT", "", OTHER),
        ("12", "", OTHER),
    ],
)
def test_division(code, said, expected):
    assert division_of(code, said, KNOWN) == expected
