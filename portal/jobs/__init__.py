"""RQ entrances: each takes a row number, calls one service, and may be repeated or lost without harm."""
