"""What follows from each code: class and sentence; an unknown one always needs a person."""

import pytest

from portal.erp.connectors.quickbooks_desktop import hresults, statuses
from portal.erp.connectors.quickbooks_desktop.hresults import advise_hresult
from portal.erp.connectors.quickbooks_desktop.statuses import Outcome, advise

EXPECTED = {
    Outcome.OK: [0, 560],
    Outcome.NOTHING: [1, 500, 600],
    Outcome.RETRY_LATER: [1010, 3175, 3176, 3180],
    Outcome.REQUERY: [3200, 3290],
    Outcome.ADOPT: [3100],
    Outcome.POISON: [3040, 3070, 3090, 3140, 3150, 3210, 3250, 3260, 3270],
    Outcome.NEEDS_PERSON: [1000, 3120, 3171, 9001, 9002],
}


@pytest.mark.parametrize(
    ("code", "outcome"), [(code, outcome) for outcome, codes in EXPECTED.items() for code in codes]
)
def test_each_code_has_its_class(code, outcome):
    assert advise(code).outcome is outcome


@pytest.mark.parametrize("code", [-1, 2, 999, 3999, 9100])
def test_an_unknown_code_needs_a_person(code):
    assert advise(code).outcome is Outcome.NEEDS_PERSON


def test_every_advice_is_a_sentence():
    advices = [advise(code).advice for code in statuses.CODES]
    advices += [advise_hresult(code).advice for code in hresults.CODES]
    assert all(advice[0].isupper() and advice.endswith(".") for advice in advices)


@pytest.mark.parametrize(
    ("hresult", "code", "outcome"),
    [
        ("0x80040400", "80040400", Outcome.POISON),
        ("0X80040423", "80040423", Outcome.POISON),
        ("8004040a", "8004040A", Outcome.RETRY_LATER),
        ("-2147220472", "80040408", Outcome.RETRY_LATER),
        (" 0x80040414 ", "80040414", Outcome.RETRY_LATER),
        ("0x80040402", "80040402", Outcome.NEEDS_PERSON),
        ("0x12345678", "12345678", Outcome.NEEDS_PERSON),
        ("nonsense", "nonsense", Outcome.NEEDS_PERSON),
    ],
)
def test_hresults_are_understood_in_every_spelling(hresult, code, outcome):
    trouble = advise_hresult(hresult)
    assert (trouble.code, trouble.outcome) == (code, outcome)
