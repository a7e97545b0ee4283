"""Practice accounting companies: other people's houses, for learning, demonstration and tests.

Each is its own process with its own files. Nothing here imports the rest of the portal, and the portal
imports nothing from here: the two meet on the wire only.
"""
