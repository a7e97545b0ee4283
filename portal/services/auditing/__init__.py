"""The audit as a chain: appending, checking, showing, and handing out as evidence."""
