"""QuickBooks Desktop through the Web Connector: the documents we send, the answers we read, the limits we keep.

* nouns: `customers`, `items`, `accounts`, `estimates`, `reports`, `companies`: requests out, answers in
* `message_sets` wraps requests into the bytes that travel; `grammar` checks them before they may
* `answers` reads what came back; `statuses` and `hresults` say what to do about it
* `limits` tells a person beforehand what QuickBooks would refuse; `qwc` writes the Web Connector's file
"""
