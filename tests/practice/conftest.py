"""A practice company per test, a way to ask it, and Intuit's schema to hold its answers against."""

import shutil
from collections.abc import Callable

import pytest
from lxml import etree

from portal.practice.quickbooks import seeds
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.connector import run_session
from portal.practice.quickbooks.faults import Faults
from portal.practice.quickbooks.logs import Log
from portal.practice.quickbooks.processor import process
from portal.practice.quickbooks.qwc import parse_qwc
from tests.practice.bodies import JOB, MAPLE_LINES, document, estimate, item
from tests.practice.cost_bodies import bill, on_account, on_item
from tests.practice.soap_services import CONNECTOR_PASSWORD, Service, qwc_text


@pytest.fixture(scope="session")
def schema(shared_dir, unavailable) -> etree.XMLSchema:
    path = shared_dir / "qbxml" / "qbxmlops130.xsd"
    if not path.exists():
        unavailable("Intuit's qbXML schema is not there")
    return etree.XMLSchema(etree.parse(path))


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory):
    """A company file as it is seeded, made once; tests get copies."""
    path = tmp_path_factory.mktemp("seed") / "company.qbw"
    seeds.prepare(path).close()
    return path


@pytest.fixture
def company(tmp_path, seeded_file):
    company = Company.open(shutil.copy(seeded_file, tmp_path / "company.qbw"))
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


@pytest.fixture
def added(ask, maple):
    answer = ask(estimate(*MAPLE_LINES))[0]
    assert answer.get("statusCode") == "0"
    return answer[0]


@pytest.fixture
def serve(request):
    """Start a scripted service."""

    def serve(**script):
        service = Service(**script)
        request.addfinalizer(service.close)
        return service

    return serve


@pytest.fixture
def faults(tmp_path):
    return Faults(tmp_path / "desk.sqlite")


@pytest.fixture
def run(company, faults, tmp_path):
    """Run one session against a service; returns its outcome."""

    def run(service, **changes):
        qwc = parse_qwc(qwc_text(service.url, **changes).encode())
        run.log = Log(tmp_path / "QWCLog.txt")
        run.pauses = []
        return run_session(qwc, CONNECTOR_PASSWORD, company, run.log, faults, run.pauses.append)

    return run


@pytest.fixture
def costs(ask, maple):
    body = bill(
        on_account("Other Job Costs", "12.50"),
        on_item("01-100", "<Quantity>4</Quantity><Cost>300.125</Cost>"),
    )
    second = (on_account("Office Supplies", "40.00"), on_item("02-220", "<Amount>900.00</Amount>"))
    body += bill(*second, vendor="Orozco Electric")
    body += bill(on_item("01-100", "<Amount>5000.00</Amount>", job="Harbor Medical Group:Imaging Suite"))
    answers = ask(body + estimate(*MAPLE_LINES))
    assert {one.get("statusCode") for one in answers} == {"0"}
    return answers
