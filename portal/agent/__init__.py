"""The on-premise sync agent: a program of its own, which talks to the portal over the wire and imports nothing of it.

It runs beside the company database of Sage 100 Contractor, dials out to the portal, reads what changed, and lays sheets
into a folder from which a person posts them. It never writes into the database. Imports inside are relative, so that
the same files work as the package `portal_agent` of the download.
"""

VERSION = "1.0.0"
