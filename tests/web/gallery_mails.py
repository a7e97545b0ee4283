"""Example mails of the gallery, one per template."""

from typing import Any

from tests.web.gallery_people_mails import FRAME as _FRAME
from tests.web.gallery_people_mails import PEOPLE_MAILS, SUMS


def _change(name: str, code: str, difference: str, old: str, new: str) -> dict[str, Any]:
    negative = difference.startswith("−")
    return {
        "name": name,
        "code": code,
        "difference": difference,
        "negative": negative,
        "old": old,
        "new": new,
    }


MAILS: dict[str, dict[str, Any]] = {
    "approval_request": _FRAME
    | {
        "title": "Newtown Apartments waits for your decision",
        "intro": "Dana Whitfield sent an update of this budget to Sage 100 Contractor on Tuesday 9 June at 14:02. "
        "You or Karen Boyle can accept or reject it.",
        "link_url": "https://portal.example/approve/k3",
        "link_text": "Review this budget",
        "link_note": "The link opens the review page and decides nothing by itself. "
        "It works for you until Tuesday 16 June 14:02, after signing in.",
        "sums": SUMS,
        "changes_title": "What changed: 5 of 38 lines",
        "changes": [
            _change("Contingency", "1900.000 Other", "−8,400.00", "72,400.00", "64,000.00"),
            _change("Site demolition", "2010.000 Subcontract", "−5,000.00", "120,000.00", "115,000.00"),
            _change("Concrete formwork", "3100.000 Labor", "+5,000.00", "30,250.50", "35,250.50"),
            _change("Gypsum board", "9250.000 Subcontract", "+8,400.00", "208,900.00", "217,300.00"),
            _change("Site lighting", "16500.000 Material", "+12,480.00", "not in Sage", "12,480.00"),
        ],
        "more": "",
        "note_by": "Dana’s note:",
        "note": "Demolition came in lower; formwork needs a second crew. Site lighting was missing.",
    },
    "rejection": _FRAME
    | {
        "title": "Maple St 116 came back to you",
        "intro": "Aki Sato rejected the budget you sent on Monday 8 June. It is unlocked; change it and send it again.",
        "note_by": "Aki’s reason:",
        "note": "02-220 is above the contract <sum>.",
        "link_url": "https://portal.example/budgets/7",
        "link_text": "Open the budget",
        "remarks_title": "Remarks on 1 line",
        "remarks": [{"lead": "02-220 Demolition", "text": "Lower by 1,400.00, or attach the change order."}],
    },
    "synced": _FRAME
    | {
        "title": "Newtown Apartments: your budget is open again",
        "intro": "All 5 amounts show in the job costs of Sage 100 Contractor with what was acknowledged below. The "
        "budget is synced and open again: you can change it and send the changes.",
        "link_url": "https://portal.example/budgets/1",
        "link_text": "Open the budget",
        "sums": SUMS,
        "adjusted_title": "Differences that two people acknowledged",
        "adjusted": [
            {
                "lead": "2010.000 Site demolition 4 Subcontract",
                "text": "exported 120,000.00, found 120,005.00. Acknowledged by Aki Sato and Karen Boyle: "
                "“Rounded <up>”",
            }
        ],
    },
    "export_failed": _FRAME
    | {
        "title": "Quarry Road Fire Station was not exported",
        "intro": "QuickBooks refused 1 of 12 lines. Nothing was written.",
        "link_url": "https://portal.example/erp/failed",
        "link_text": "See and retry",
        "messages_title": "What QuickBooks said",
        "messages": [
            {
                "lead": "Line 12: the item 03-100 is inactive.",
                "text": "Activate it in QuickBooks, then retry.",
            }
        ],
    },
    "export_reset": _FRAME
    | {
        "title": "Newtown Apartments: the export was taken back",
        "intro": "Ruth Adeyemi took submission 2 back. Sage 100 Contractor holds nothing of it.",
        "note_by": "Ruth Adeyemi’s reason:",
        "note": "Sent with last year’s prices <sum>.",
        "link_url": "https://portal.example/budgets/1",
        "link_text": "Open the budget",
    },
    "awaiting_posting": _FRAME
    | {
        "title": "1 budget waits for posting in Sage 100 Contractor",
        "intro": "Exported more than 2 days ago and not posted yet.",
        "link_url": "https://portal.example/erp/to-post",
        "link_text": "Open To post",
        "waiting_title": "Waiting for posting",
        "waiting": [
            {
                "url": "https://portal.example/erp/to-post/1",
                "lead": "Newtown Apartments",
                "text": "job 2019001, 6-2 Budget 2019001 B1-1.xlsx, 3 days",
            }
        ],
    },
    "comment": _FRAME
    | {
        "title": "Newtown Apartments: Aki Sato wrote about submission 3",
        "intro": "Nothing was decided by it.",
        "note_by": "Aki Sato wrote:",
        "note_lines": ["Is this the full claim <sum>,", "or will a second one follow in July?"],
        "link_url": "https://portal.example/projects/1/budget/conversation",
        "link_text": "Read and answer",
        "link_note": "Your answer is mailed to everybody in the conversation.",
    },
    "connector_silent": _FRAME
    | {
        "title": "QuickBooks has been silent for 74 minutes",
        "intro": "The Web Connector on ACCT-02 last asked at 07:56. 2 exports wait for it.",
        "link_url": "https://portal.example/settings/erp",
        "link_text": "See the connection",
        "steps_title": "What to look at",
        "steps": [
            {"lead": "Is the Web Connector open on ACCT-02?", "text": "Open it and press Update Selected."}
        ],
    },
    "daily_summary": _FRAME
    | {
        "title": "3 budgets wait for you",
        "intro": "The oldest has been waiting for 19 hours.",
        "link_url": "https://portal.example/",
        "link_text": "See what waits for you",
        "link_note": "No link in this mail decides anything; each leads to its review after signing in.",
        "waiting_title": "Waiting for accounting",
        "waiting": [
            {
                "url": "https://portal.example/erp/budgets/3/submissions/2",
                "lead": "Newtown Apartments",
                "text": "+12,480.00, 4,346,896.50 in all. Waiting 19 hours for you (in place of Karen Boyle until "
                "Fri 27 Nov) or Nina Castellano.",
            },
            {
                "url": "https://portal.example/erp/budgets/4/submissions/5",
                "lead": "Maple St 116",
                "text": "−1,400.00, 512,300.00 in all. The export failed. Waiting 40 minutes for you.",
            },
            {
                "url": "https://portal.example/erp/budgets/5/submissions/1",
                "lead": "Quarry Road Fire Station",
                "text": "1,206,000.00, first export. Waiting 5 minutes for you or Nina Castellano.",
            },
        ],
        "more": "and 4 more",
        "audit_title": "The audit so far",
        "audit": "12,408 entries; the last one’s hash is",
        "audit_hash": "9f2c4e6b8a01d3f5779b1c3e5a7d9f0b2c4d6e8f90a1b2c3d4e5f60718293a4b",
    },
    **PEOPLE_MAILS,
}
