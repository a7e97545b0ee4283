"""QuickBooks' answers as the tests write them, and a way to lead a task through the connector."""

from xml.sax.saxutils import quoteattr

from lxml import etree

from portal.domain.vocabulary import TransactionType
from portal.erp.connectors.quickbooks_desktop import CONNECTOR
from portal.erp.contract import Amount, Answer, Code, ExportBudget, Job, Step

OK = "Status OK"
JOB = Job(number="2026001", name="Maple St 116", erp_id="80000001-1", full_name="Smith:Maple St 116")
CODES = {
    "01-100": Code(1, "01-100", "Site office", "8A-1", "01-100", "01"),
    "03-100": Code(2, "03-100", "Footings", "8B-1", "03-100", "03"),
}
SETTINGS = {
    "income_account": "A1-1",
    "expense_account": "A2-1",
    "company": {"non_taxable_code": "Non", "uses_estimates": True},
}


def said(kind, inside="", code=0, message=OK, severity="", **attributes):
    """One response element."""
    severity = severity or ("Error" if code >= 1000 else "Warn" if code >= 500 else "Info")
    more = "".join(f" {name}={quoteattr(str(value))}" for name, value in attributes.items())
    return (
        f'<{kind}Rs requestID="1" statusCode="{code}" statusSeverity="{severity}" '
        f"statusMessage={quoteattr(message)}{more}>{inside}</{kind}Rs>"
    )


def document(*responses, status=None):
    heading = f' messageSetStatusCode="{status}"' if status is not None else ""
    return f'<?xml version="1.0" ?><QBXML><QBXMLMsgsRs{heading}>{"".join(responses)}</QBXMLMsgsRs></QBXML>'.encode()


def answer(*responses, status=None, asked=False):
    return Answer(document(*responses, status=status), asked=asked)


def amount(code, cents, *, cost_type="Labor", description="", notes="", number=1, line=1):
    return Amount(
        number,
        line,
        CODES[code],
        "L",
        cost_type,
        description,
        TransactionType.ORIGINAL_ESTIMATE.value,
        cents,
        notes,
    )


def export(*amounts, origin_id="", held=(), submission=1, **more):
    return ExportBudget(
        job=more.pop("job", JOB),
        budget_id=more.pop("budget_id", 7),
        submission=submission,
        revision=submission,
        accepted_by="Aki Sato",
        accepted_on="2026-11-20",
        amounts=amounts or (amount("01-100", 1_800_000), amount("03-100", 725_050, cost_type="Materials")),
        origin_id=origin_id,
        held=tuple(held),
        settings={**SETTINGS, **more},
    )


def stored_line(number, item, cents, text=""):
    return (
        f"<EstimateLineRet><TxnLineID>{number}-1</TxnLineID><ItemRef><ListID>{item}</ListID>"
        f"<FullName>{item}</FullName></ItemRef><Desc>{text}</Desc><Amount>{cents / 100:.2f}</Amount></EstimateLineRet>"
    )


def estimate(
    *lines, subtotal=None, number="B7", job=JOB.erp_id, memo="", txn_id="4C-1", sequence="100", total=None
):
    subtotal = sum(cents for _, _, cents, *_ in lines) if subtotal is None else subtotal
    inside = "".join(stored_line(*line) for line in lines)
    return (
        f"<EstimateRet><TxnID>{txn_id}</TxnID><EditSequence>{sequence}</EditSequence>"
        f"<CustomerRef><ListID>{job}</ListID><FullName>Smith:Maple</FullName></CustomerRef>"
        f"<RefNumber>{number}</RefNumber><Subtotal>{subtotal / 100:.2f}</Subtotal>"
        f"<TotalAmount>{(total or subtotal) / 100:.2f}</TotalAmount><Memo>{memo}</Memo>{inside}</EstimateRet>"
    )


def go(task, *answers, check=None):
    """Start a task and give it one answer after the other; returns every turn, checked for the wire."""
    turns = [CONNECTOR.start(task)]
    for reply in answers:
        step = turns[-1]
        assert isinstance(step, Step), turns
        turns.append(CONNECTOR.proceed(task, step.name, step.memory, reply))
    for turn in turns:
        if isinstance(turn, Step):
            body = CONNECTOR.envelope(turn.content, "w" * 22 if turn.mutates else None)
            if check is not None:
                check(body)
    return turns


def requests(step):
    """What a step asks, as elements."""
    return list(etree.fromstring(b"<all>" + step.content + b"</all>"))
