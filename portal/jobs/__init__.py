"""RQ entrances: each takes a row number and calls one service."""
