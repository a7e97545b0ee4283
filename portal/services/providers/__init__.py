"""Talking with the company's identity provider: where it may be, what it publishes, what its tokens prove.

Nothing here reads or writes the database; `portal.services.people.outside_sign_ins` leads a sign-in through.

Source: OpenID Connect Core 1.0; OpenID Connect Discovery 1.0; RFC 9207; OWASP ASVS 5.0, chapter 10.
"""
