"""A person who happens to edit an estimate at the wrong moment: only its EditSequence and PO number change."""

import re

from portal.practice.quickbooks import transactions
from portal.practice.quickbooks.company import Company

_TARGET = re.compile(r"<EstimateMod>.*?<TxnID>([^<]+)</TxnID>", re.DOTALL)


def touch_estimates(company: Company, request: str) -> None:
    """Edit every estimate that this request set is about to change, so that its EditSequence is out of date."""
    with company.transaction():
        for txn_id in _TARGET.findall(request):
            estimate = transactions.get(company, txn_id, "Estimate")
            if estimate:
                body = {
                    **estimate.body,
                    "PONumber": "Edited by hand",
                    "TxnDate": estimate.txn_date,
                    "RefNumber": estimate.ref_number,
                }
                lines = transactions.lines(company, txn_id)
                transactions.update(company, estimate, body, lines, estimate.entity_id)
