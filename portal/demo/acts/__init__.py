"""What people do with a running demo: single acts on pages, at the QuickBooks desk, in the inbox.

Each act is one intention and returns the page it led to; whoever uses them decides what has to be seen there.
"""
