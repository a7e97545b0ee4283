"""Sage 100 Contractor through the sync agent: the operations we send, the answers and staged records we read.

Nobody but a person writes into Sage: an export is a sheet laid out as the 6-2 grid, and only what the sync brings back
proves that it was posted.

* `connector` is what the registry finds: it leads every task to its room
* rooms: `budget_exports`, `withdrawals`, `job_sheets`, `company_syncs`
* `places` pivots amounts into cells of the grid (phase, cost code, cost type); `operations` writes the documents,
  `shapes` says what they may hold, `envelopes` checks them before they travel; `replies` reads the agent's answers
* `staged_figures` adds up what was staged of a job; `cost_rows`, `imports` and `lists` turn it into the portal's words
* `checks` and `job_checks` tell a person beforehand what Sage would refuse; `previews` shows the grid
* `policies` and `connection_settings`: what this ERP takes, and what a person may set
"""

from portal.erp.connectors.sage_100_contractor.connector import Sage100Contractor

CONNECTOR = Sage100Contractor()
"""What the registry finds here."""
