"""Amounts and cost codes come back exactly as they went in, and add up, on SQLite and on PostgreSQL."""

import random
from decimal import Decimal

import pytest
from sqlalchemy import func, insert, select, text

from portal.practice.sage.amounts import exact, shown, typed
from portal.practice.sage.company import Company
from portal.practice.sage.refusals import SageError
from portal.practice.sage.tables import bdglin

COUNT = 10_000
LARGEST = 99_999_999_99


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_company(request, tmp_path):
    if request.param == "sqlite":
        company = Company.open(tmp_path / "company.sqlite3")
    else:
        company = Company.on_server(request.getfixturevalue("empty_postgres_url"))
    yield company
    company.close()


def test_ten_thousand_random_amounts_come_back_exactly(empty_company):
    chance = random.Random(7)
    cents = [chance.randint(-LARGEST, LARGEST) for _ in range(COUNT - 4)] + [LARGEST, -LARGEST, 1, -1]
    codes = [Decimal(chance.randint(1_000, 999_999_999)) / 1000 for _ in range(COUNT)]
    rows = [
        {"recnum": 1, "cstcde": code, "matbdg": Decimal(amount) / 100}
        for code, amount in zip(codes, cents, strict=True)
    ]
    with empty_company.writing() as database:
        database.execute(insert(bdglin), rows)
    wanted = select(bdglin.c.cstcde, bdglin.c.matbdg).order_by(bdglin.c["_idnum"])
    with empty_company.reading() as database:
        found = database.execute(wanted).all()
        added = database.scalar(select(func.sum(bdglin.c.matbdg)))
        by_code = [
            database.scalar(select(func.count()).where(bdglin.c.cstcde == code)) for code in codes[:200]
        ]
        in_cents = database.scalar(text("SELECT SUM(CAST(ROUND(matbdg * 100) AS BIGINT)) FROM dbo.bdglin"))
    assert [row.matbdg for row in found] == [Decimal(amount) / 100 for amount in cents]
    assert [str(row.cstcde) for row in found] == [f"{code:.3f}" for code in codes]
    assert {row.matbdg.as_tuple().exponent for row in found} == {-2}
    assert added == Decimal(sum(cents)) / 100
    assert in_cents == sum(cents)
    assert all(by_code)


def test_a_column_takes_no_more_decimals_than_it_holds(empty_company):
    with pytest.raises(Exception, match="more decimals"), empty_company.writing() as database:
        database.execute(insert(bdglin).values(recnum=1, cstcde=Decimal("1.000"), matbdg=Decimal("0.001")))


@pytest.mark.parametrize("amount", ["45500", "45500.5", "45,500.00", "1e3", "", "123456789.00", "45500.005"])
def test_a_sheet_must_write_two_decimals(amount):
    with pytest.raises(SageError, match=r"^Amounts must have two decimals: row 3, Material, says"):
        exact(amount, "row 3, Material,")


def test_a_person_may_write_thousands():
    assert [shown(typed(text)) for text in ("45,500", "45500.5", "-12.25", "-0")] == [
        "45500.00",
        "45500.50",
        "-12.25",
        "0.00",
    ]
    for wrong in ("a lot", "1.234", "", "1e5", "100000000"):
        with pytest.raises(SageError, match="is no amount"):
            typed(wrong)
