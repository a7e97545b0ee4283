"""Makes the environment, then starts and watches the parts of `portal up`.

Everything here runs on the standard library alone: it works before anything is installed, and the supervisor stays
small beside the parts it watches.
"""
