"""What can go wrong at the desk during a session, armed on purpose."""

import pytest

from portal.practice.armed_faults import arm_from_text
from tests.practice.bodies import MAPLE_LINES, document, estimate

QUERY = document("<HostQueryRq/>")
OPENING = ["serverVersion", "clientVersion", "authenticate"]


def test_a_closed_company_file(serve, run, faults):
    faults.arm("company_closed")
    service = serve()
    assert run(service).ended == "closed"
    assert service.names() == [*OPENING, "connectionError"]
    assert service.calls[-1][1]["hresult"] == "0x80040403"
    faults.arm("company_closed")
    service = serve(connectionError="", sendRequestXML=QUERY)
    assert run(service).ended == "done", "an empty answer means: try the open file"


def test_another_company_is_another_file(serve, run, faults, company):
    faults.arm("wrong_company")
    body = document("<CustomerAddRq><CustomerAdd><Name>Astray</Name></CustomerAdd></CustomerAddRq>")
    service = serve(sendRequestXML=body)
    run(service)
    facts = service.sent("sendRequestXML", "strHCPResponse")[0]
    assert "Halden Family Ranch" in facts
    assert "DataExtValue" not in facts
    assert company.row("SELECT 1 FROM records WHERE name = 'Astray'") is None
    assert (company.path.parent / "another-company.qbw").exists()


def test_a_dialog_box_stands_open(serve, run, faults, company):
    faults.arm("modal_dialog")
    service = serve(
        sendRequestXML=document("<CustomerAddRq><CustomerAdd><Name>A</Name></CustomerAdd></CustomerAddRq>")
    )
    run(service)
    assert service.sent("receiveResponseXML", "hresult") == ["0x80040414"]
    assert company.row("SELECT 1 FROM records WHERE name = 'A'") is None


def test_an_answer_is_lost_although_the_request_ran(serve, run, faults, company):
    faults.arm("answer_lost", match="CustomerAdd")
    service = serve(
        sendRequestXML=document("<CustomerAddRq><CustomerAdd><Name>A</Name></CustomerAdd></CustomerAddRq>")
    )
    assert run(service).ended == "lost"
    assert service.names()[-1] == "sendRequestXML"
    assert company.row("SELECT 1 FROM records WHERE name = 'A'") is not None


def test_an_answer_is_delivered_twice_or_late(serve, run, faults):
    arm_from_text(faults, "answer_twice, slow:1:0.05")
    service = serve(sendRequestXML=QUERY)
    assert run(service).ended == "done"
    assert service.names().count("receiveResponseXML") == 2
    assert len(set(service.sent("receiveResponseXML", "response"))) == 1
    assert faults.armed() == []


def test_estimates_are_off_for_one_session(serve, run, faults, maple):
    faults.arm("estimates_off")
    body = document(estimate(*MAPLE_LINES))
    service = serve(sendRequestXML=body)
    run(service)
    assert "<IsUsingEstimates>false" in service.sent("sendRequestXML", "strHCPResponse")[0]
    assert 'statusCode="3250"' in service.sent("receiveResponseXML", "response")[0]
    service = serve(sendRequestXML=body)
    run(service)
    assert 'statusCode="0"' in service.sent("receiveResponseXML", "response")[0]


def test_somebody_edits_the_estimate_in_between(serve, run, faults, ask, maple):
    added = ask(estimate(*MAPLE_LINES))[0][0]
    faults.arm("edit_between")
    change = document(
        f"<EstimateModRq><EstimateMod><TxnID>{added.findtext('TxnID')}</TxnID>"
        f"<EditSequence>{added.findtext('EditSequence')}</EditSequence><Memo>New</Memo></EstimateMod></EstimateModRq>"
    )
    service = serve(sendRequestXML=change)
    run(service)
    response = service.sent("receiveResponseXML", "response")[0]
    assert 'statusCode="3200"' in response
    assert "Edited by hand" in response


def test_faults_are_counted_down_and_matched(faults):
    faults.arm("modal_dialog", 2, match="Estimate")
    assert faults.strikes("modal_dialog", "<HostQueryRq/>") is None
    assert faults.strikes("modal_dialog", "<EstimateAddRq/>").times == 2
    assert faults.strikes("modal_dialog", "<EstimateAddRq/>").times == 1
    assert faults.strikes("modal_dialog", "<EstimateAddRq/>") is None
    faults.arm("modal_dialog", -1)
    assert all(faults.strikes("modal_dialog") for _ in range(3))
    faults.arm("modal_dialog", 0)
    assert faults.armed() == []
    for wrong in (("nothing", 1), ("slow", 1), ("modal_dialog", -2)):
        with pytest.raises(ValueError, match=r"fault|seconds|times"):
            faults.arm(*wrong)
