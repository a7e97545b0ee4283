"""QuickBooks Desktop through the Web Connector: the documents we send, the answers we read, the limits we keep.

* `connector` is what the registry finds: it leads every task to its room
* rooms: `list_reading`, `job_creation`, `code_creation`, `first_exports`, `export_updates`, `cost_reading`; each looks
  before it writes, so that a task begun anew never writes twice
* nouns: `customers`, `items`, `accounts`, `estimates`, `reports`, `companies`: requests out, answers in
* `message_sets` wraps requests into the bytes that travel; `grammar` checks them before they may
* `replies` takes the first look at what came back, `answers` reads it; `statuses` and `hresults` say what to do
* `recognition` makes sure that the right company file is open
* `limits` tells a person beforehand what QuickBooks would refuse; `qwc` writes the Web Connector's file
"""

from portal.erp.connectors.quickbooks_desktop.connector import QuickBooksDesktop

CONNECTOR = QuickBooksDesktop()
"""What the registry finds here."""
