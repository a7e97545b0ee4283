"""A mail catcher for trying things out: takes every mail over SMTP, delivers none, shows all in the browser.

Another house than the portal: imports nothing of it, keeps its mails in a folder of its own.
"""
