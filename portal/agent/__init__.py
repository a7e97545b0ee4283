"""The on-premise sync agent: a program of its own, which talks to the portal over the wire and imports nothing of it."""
