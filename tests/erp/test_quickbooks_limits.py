"""What QuickBooks would refuse is said beforehand, at the exact limit."""

import pytest

from portal.domain.money import MAX_CENTS
from portal.erp.connectors.quickbooks_desktop.customers import Address
from portal.erp.connectors.quickbooks_desktop.limits import check_cost_code, check_line, check_project
from portal.erp.connectors.quickbooks_desktop.texts import clip, fold, losses


def test_a_name_at_the_limit_passes_and_one_more_does_not():
    assert check_project("x" * 41, customer_full_name="c" * 41) == ()
    assert check_project("x" * 42) == ("The project name has 42 characters; shorten it to 41.",)
    assert check_cost_code("x" * 31, "d" * 4095) == ()
    assert check_cost_code("x" * 32, "") == (
        f"The cost code {'x' * 32} has 32 characters; shorten it to 31.",
    )


@pytest.mark.parametrize(
    ("sentences", "part"),
    [
        (check_project("a:b"), "holds a colon"),
        (check_project("  "), "is empty"),
        (check_project("x", customer_full_name=":".join("abcde")), "level 6; QuickBooks has 5"),
        (check_project("x" * 41, customer_full_name="c" * 168), "has 210 characters; shorten it to 209"),
        (
            check_project("x", address=Address(("1 Yard Rd, Gate 2",))),
            "Line 1 of the project address holds a comma",
        ),
        (check_project("x", address=Address(("x" * 42,))), "shorten it to 41"),
        (check_project("x", address=Address(tuple("123456"))), "6 lines; QuickBooks holds 5"),
        (check_project("x", address=Address(city="c" * 32)), "city"),
        (check_project("x", address=Address(state="c" * 22)), "state"),
        (check_project("x", address=Address(postal_code="1" * 14)), "zip code"),
        (check_cost_code("x", "", parent_full_name=":".join("abcde")), "level 6"),
        (check_cost_code("x" * 30, "", parent_full_name="p" * 129), "has 160 characters; shorten it to 159"),
        (check_cost_code("x", "d" * 4096), "has 4,096 characters; shorten it to 4,095"),
        (check_project("\u5efa\u7269"), "\u5efa \u7269, which QuickBooks cannot hold"),
        (check_line("Line 12", "", MAX_CENTS + 1), "Line 12 has the amount 100,000,000.00"),
        (check_line("Line 12", "", -MAX_CENTS - 1), "enter at most 99,999,999.99"),
    ],
)
def test_each_limit_has_its_sentence(sentences, part):
    assert len(sentences) == 1
    assert part in sentences[0]
    assert sentences[0].endswith(".")


def test_what_fits_has_no_sentence():
    address = Address(("1 Yard Rd", "Gate 2"), "Ayr", "QLD", "4807")
    assert check_project("B\u00fcro \u0141\u00f3d\u017a", customer_full_name="Owner", address=address) == ()
    assert check_line("Line 1", "\u20ac \u2013 \u201cquoted\u201d", -MAX_CENTS) == ()


@pytest.mark.parametrize(
    ("text", "folded", "lost"),
    [
        ("B\u00fcro \u20ac", "B\u00fcro \u20ac", ()),
        ("Bu\u0308ro", "B\u00fcro", ()),
        ("Sat\u014d \u0141\u00f3d\u017a", "Sato L\u00f3dz", ()),
        ("a\t b\r\nc\x00\x85d", "a b c d", ()),
        ("\u2264 5 m\u00b2 \ufb01x", "<= 5 m\u00b2 fix", ()),
        ("\u5efa\u5efa?", "???", ("\u5efa",)),
        ("\u00a0x\u00a0", "x", ()),
    ],
)
def test_texts_are_folded_to_what_quickbooks_holds(text, folded, lost):
    assert fold(text) == folded
    assert losses(text) == lost
    assert fold(folded) == folded


def test_a_clipped_text_shows_that_it_was_cut():
    assert clip("abcdef", 6) == "abcdef"
    assert clip("abcdefg", 6) == "abc..."
    assert clip("ab cdefg", 6) == "ab..."
