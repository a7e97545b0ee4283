"""The request processor: a qbXML document in, QuickBooks' answer out, everything in one transaction."""

from lxml import etree

from portal.practice.quickbooks import grammar, recovery, requests
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import MessageSet, read_request, serialise
from portal.practice.quickbooks.hresults import NotProcessedError


def process(company: Company, xml: str) -> tuple[str, str]:
    """Run a request document. Returns (hresult, response); one of the two is always empty.

    A non-empty hresult means that nothing ran. The effects of the set, the answer kept for error recovery and
    the counters of the company are committed together, before the answer is returned.
    """
    try:
        message_set = read_request(xml)
        too_long = [grammar.check_request(request) for request in message_set.requests]
    except NotProcessedError as error:
        return error.hresult, ""
    with company.transaction():
        answers = recovery.outcome_without_running(company, message_set)
        if answers is None:
            answers = _run(company, message_set, too_long)
            recovery.keep(company, message_set, answers)
    if not message_set.keeps_response:
        for answer in list(answers):
            answers.remove(answer)
    return "", serialise(answers)


def _run(company: Company, message_set: MessageSet, too_long: list[list[tuple[str, str]]]) -> etree._Element:
    answers = etree.Element("QBXMLMsgsRs")
    stopped = False
    for request, texts in zip(message_set.requests, too_long, strict=True):
        if stopped:
            requests.skip(request, answers)
        elif not requests.execute(company, request, texts, answers):
            stopped = message_set.stops_on_error
    return answers
