"""Running one request set inside a session, with whatever fault is armed for it."""

import re
from dataclasses import dataclass

from portal.practice import armed_faults
from portal.practice.quickbooks import hresults
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.faults import Faults
from portal.practice.quickbooks.logs import Log
from portal.practice.quickbooks.processor import process
from portal.practice.quickbooks.touches import touch_estimates

_STATUS = re.compile(r'<(\w+)Rs [^>]*statusCode="(\d+)"')
_SET_STATUS = re.compile(r'messageSetStatusCode="(\d+)"')
_REQUEST = re.compile(r"<(\w+Rq)\b")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the service, if it goes back at all, and how often."""

    response: str = ""
    hresult: str = ""
    message: str = ""
    is_lost: bool = False
    is_doubled: bool = False

    @property
    def summary(self) -> str:
        """The answer in a few words: `EstimateAdd 0`."""
        if self.hresult:
            return self.hresult
        parts = [f"{name} {code}" for name, code in _STATUS.findall(self.response)]
        of_set = _SET_STATUS.search(self.response)
        return ", ".join(parts) or (f"message set status {of_set[1]}" if of_set else "no requests")


class Run:
    """Runs request sets against one company."""

    def __init__(self, company: Company, log: Log, faults: Faults | None) -> None:
        self._company = company
        self._log = log
        self._faults = faults

    def execute(self, request: str) -> Answer:
        """Run a request set. May end the process, when a kill is armed."""
        names = [name for name in _REQUEST.findall(request) if name != "QBXMLMsgsRq"]
        self._log.write(f"sendRequestXML() asked for {', '.join(names) or 'a status'}")
        if self._strikes("modal_dialog", request):
            return _not_run(hresults.MODAL_DIALOG)
        if self._strikes("kill_before_execute", request):
            armed_faults.kill_yourself()
        if "<EstimateModRq" in request and self._strikes("edit_between", request):
            touch_estimates(self._company, request)
        hresult, response = process(self._company, request)
        if self._strikes("kill_after_execute", request):
            armed_faults.kill_yourself()
        slow = self._faults.strikes("slow", request) if self._faults else None
        if slow:
            armed_faults.wait(slow)
        if hresult:
            return _not_run(hresult)
        return Answer(
            response,
            is_lost=self._strikes("answer_lost", request),
            is_doubled=self._strikes("answer_twice", request),
        )

    def _strikes(self, name: str, request: str) -> bool:
        struck = self._faults is not None and self._faults.strikes(name, request) is not None
        if struck:
            self._log.write(f"Fault: {name}")
        return struck


def _not_run(hresult: str) -> Answer:
    return Answer(hresult=hresult, message=hresults.SENTENCES[hresult])
