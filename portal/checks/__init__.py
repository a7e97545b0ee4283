"""What `portal check` looks at: each check is a small function from a `Place` to what it found, and never raises.

Source: Django documentation, Deployment checklist; Flask documentation, Security Considerations; OWASP ASVS 5.0 V13.
"""
