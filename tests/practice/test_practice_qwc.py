"""The .qwc file: what the Web Connector adds and what it does not."""

import pytest

from portal.practice.quickbooks.qwc import QwcError, parse_qwc, read_qwc
from tests.practice.soap_services import qwc_text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"AppURL": "http://portal.example/qbwc", "AppSupport": "http://portal.example/"}, "must be https"),
        ({"AppSupport": "http://elsewhere.example/"}, "same host"),
        ({"OwnerID": ""}, "lacks OwnerID"),
        ({"AppURL": "qbwc"}, "must be a web address"),
        ({"Style": "RPC"}, "Document"),
    ],
)
def test_a_qwc_file_that_cannot_be_added(change, words):
    with pytest.raises(QwcError, match=words):
        parse_qwc(qwc_text("http://localhost:8000/qbwc", **change).encode())


def test_qwc_schedules(tmp_path):
    seconds = qwc_text("http://localhost/qbwc", "<RunEveryNSeconds>15</RunEveryNSeconds>")
    assert parse_qwc(seconds.encode()).every_seconds == 15
    assert parse_qwc(qwc_text("http://localhost/qbwc").encode()).every_seconds == 300
    with pytest.raises(QwcError, match="not a number"):
        parse_qwc(qwc_text("http://localhost/qbwc", "<RunEveryNSeconds>x</RunEveryNSeconds>").encode())
    with pytest.raises(QwcError, match="cannot be read"):
        read_qwc(tmp_path / "nothing.qwc")
    with pytest.raises(QwcError, match="not well-formed"):
        parse_qwc(b"<QBWCXML>")
    with pytest.raises(QwcError, match="must be QBWCXML"):
        parse_qwc(b"<Q/>")
