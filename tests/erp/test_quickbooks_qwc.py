"""The Web Connector's file: every field it asks for, no password, and a reason where it would be refused."""

from dataclasses import replace

import pytest
from lxml import etree

from portal.erp.connectors.quickbooks_desktop.qwc import QwcFields, QwcRefused, write_qwc

FIELDS = QwcFields(
    app_name="Budget portal (Bay & Sons)",
    description="Budgets to QuickBooks",
    app_url="https://portal.example.com/qbwc",
    support_url="https://portal.example.com/help",
    user_name="qb-1",
    owner_id="{57F3B9B1-86F1-4fcc-B1EE-566DE1813D20}",
    file_id="{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}",
    run_every_minutes=5,
)


def test_the_file_holds_what_the_web_connector_asks_for():
    text = write_qwc(FIELDS)
    root = etree.fromstring(text.encode())
    assert root.tag == "QBWCXML"
    fields = {child.tag: child.text for child in root}
    assert fields["AppName"] == "Budget portal (Bay & Sons)"
    assert fields["AppURL"] == "https://portal.example.com/qbwc"
    assert (fields["OwnerID"], fields["FileID"]) == (FIELDS.owner_id, FIELDS.file_id)
    assert (fields["QBType"], fields["Style"], fields["AuthFlags"]) == ("QBFS", "Document", "0xF")
    assert root.findtext("Scheduler/RunEveryNMinutes") == "5"
    assert "assword" not in text
    assert text.isascii()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_plain_http_is_for_localhost_and_written_so(host):
    text = write_qwc(replace(FIELDS, app_url=f"http://{host}:8000/qbwc", support_url=f"http://{host}:8000/"))
    assert "<AppURL>http://localhost:8000/qbwc</AppURL>" in text
    assert "<AppSupport>http://localhost:8000/</AppSupport>" in text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"app_url": "http://portal.example.com/qbwc"}, "plain http only from localhost.*https"),
        ({"app_url": "http://localhost.example.com/qbwc"}, "plain http only from localhost"),
        ({"app_url": "ftp://portal.example.com/qbwc"}, "no web address"),
        ({"app_url": "/qbwc"}, "no web address"),
        ({"support_url": "https://elsewhere.example.com/"}, "same host"),
        ({"file_id": "90A44FB5"}, "no GUID"),
        ({"run_every_minutes": 0}, "at least 1"),
    ],
)
def test_a_file_that_would_be_refused_is_refused_with_the_reason(change, reason):
    with pytest.raises(QwcRefused, match=reason) as caught:
        write_qwc(replace(FIELDS, **change))
    assert str(caught.value).endswith(".")
