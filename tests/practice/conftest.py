"""A practice company per test, a way to ask it, and Intuit's schema to hold its answers against."""

from collections.abc import Callable

import pytest
from lxml import etree

from portal.practice.quickbooks import seeds
from portal.practice.quickbooks.processor import process
from tests.practice.bodies import JOB, document, item


@pytest.fixture(scope="session")
def schema(shared_dir, unavailable) -> etree.XMLSchema:
    path = shared_dir / "qbxml" / "qbxmlops130.xsd"
    if not path.exists():
        unavailable("Intuit's qbXML schema is not there")
    return etree.XMLSchema(etree.parse(path))


@pytest.fixture
def company(tmp_path):
    company = seeds.prepare(tmp_path / "company.qbw")
    yield company
    company.close()


@pytest.fixture
def ask(company, schema) -> Callable[..., etree._Element]:
    """Run a request set; the answer must be valid. Returns QBXMLMsgsRs."""

    def ask(body: str, on_error: str = "stopOnError", **attributes: str) -> etree._Element:
        hresult, response = process(company, document(body, on_error, **attributes))
        assert hresult == ""
        root = etree.fromstring(response.encode("ascii"))
        schema.assertValid(root)
        return root[0]

    return ask


@pytest.fixture
def refused(company) -> Callable[[str], str]:
    """Run a raw document that QuickBooks must not run at all. Returns the HRESULT."""

    def refused(text: str) -> str:
        hresult, response = process(company, text)
        assert response == ""
        return hresult

    return refused


@pytest.fixture
def maple(ask) -> str:
    """Job "Maple St 116" of customer Smith with its two items. Returns the job's full name."""
    job = "<CustomerAddRq><CustomerAdd><Name>Maple St 116</Name><ParentRef><FullName>Smith</FullName></ParentRef>"
    answers = ask(job + "</CustomerAdd></CustomerAddRq>" + item("01-100") + item("02-220"))
    assert [one.get("statusCode") for one in answers] == ["0", "0", "0"]
    return JOB
