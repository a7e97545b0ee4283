"""What a company begins with, and that it begins once."""

from portal.practice.quickbooks import seeds, snapshots


def test_the_builders_company(tmp_path):
    company = seeds.prepare(tmp_path / "company.qbw")
    found = snapshots.whole(company)
    company.close()
    assert found["settings"]["CompanyName"] == "Halden & Rowe Builders"
    assert found["settings"]["IsUsingEstimates"] == "true"
    customers = [one["full_name"] for one in found["customers"]]
    assert {"Smith", "Harbor Medical Group", "Harbor Medical Group:Imaging Suite"} <= set(customers)
    assert "Smith:Maple St 116" not in customers
    kinds = {one["type"] for one in found["accounts"]}
    assert {"CostOfGoodsSold", "Income", "Expense", "Bank", "AccountsPayable"} <= kinds
    assert any(one["price"] != "0.00" for one in found["items"])
    assert found["vendors"]
    assert found["estimates"] == found["costs"] == []


def test_it_is_filled_once_and_keeps_what_was_changed(tmp_path):
    company = seeds.prepare(tmp_path / "company.qbw")
    company.set_setting("ClosingDate", "2025-12-31")
    company.close()
    again = seeds.prepare(tmp_path / "company.qbw", "Another name")
    found = snapshots.whole(again)
    again.close()
    assert found["settings"]["CompanyName"] == "Halden & Rowe Builders"
    assert found["settings"]["ClosingDate"] == "2025-12-31"
    assert len(found["customers"]) == len({one["full_name"] for one in found["customers"]})


def test_an_empty_company_has_accounts_only(tmp_path):
    company = seeds.prepare(tmp_path / "company.qbw", "New Builders", only_accounts=True)
    found = snapshots.whole(company)
    company.close()
    assert (found["customers"], found["items"], found["vendors"]) == ([], [], [])
    assert found["accounts"]
