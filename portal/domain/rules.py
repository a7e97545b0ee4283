"""Table 1: who may do what, when, provided that. The only place where role, state and condition meet.

One row per action. Pages, machine doors, jobs, the command line and the README's table all read these rows through
`decisions`. The rows stand in `budget_rules`, `submission_rules` and `company_rules`.
"""

from collections.abc import Mapping

from portal.domain.budget_rules import BUDGET_ROWS
from portal.domain.company_rules import COMPANY_ROWS
from portal.domain.rows import Rule
from portal.domain.submission_rules import MACHINE_ROWS, SEND_GUARDS, SUBMISSION_ROWS
from portal.domain.vocabulary import Action

__all__ = ["RULES", "SEND_GUARDS", "Rule"]

RULES: Mapping[Action, Rule] = {
    row.action: row for row in (*BUDGET_ROWS, *SUBMISSION_ROWS, *MACHINE_ROWS, *COMPANY_ROWS)
}
"""The whole table, by action."""
