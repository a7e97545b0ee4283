"""A practice identity provider: the company's OpenID Connect sign-in, for demonstration and tests.

`people` are read from a file, `grants` remembers who signed in and which codes are out, `tokens` signs, `page` is what
browsers and clients see. It speaks the authorization code flow with PKCE only.

Source: OpenID Connect Core 1.0; OpenID Connect Discovery 1.0; RFC 7636 (PKCE).
"""
