"""What the tests of the ERP floor share: Intuit's schema, and answers as QuickBooks writes them."""

import pytest
from lxml import etree


@pytest.fixture(scope="session")
def qbxml_schema(shared_dir):
    return etree.XMLSchema(etree.parse(str(shared_dir / "qbxml" / "qbxmlops130.xsd")))


@pytest.fixture(scope="session")
def assert_valid(qbxml_schema):
    def check(document: bytes) -> None:
        qbxml_schema.assertValid(etree.fromstring(document))

    return check
