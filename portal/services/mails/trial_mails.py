"""What the mail says that tries the mail server out."""

from portal import clock


def values(company: str, name: str, base_url: str) -> dict[str, str]:
    """For the template: `name` asked for it, and the address in the mail leads to the settings."""
    return {
        "company": company,
        "subject": f"Test mail from the budget portal of {company}",
        "title": "The mail server works",
        "intro": f"{name} asked for this mail under Settings, Mail, {clock.now():%Y-%m-%d %H:%M} UTC. Mails of the "
        "portal leave this way.",
        "link_url": f"{base_url}/settings/mail",
        "link_text": "Open the mail settings",
        "link_note": "",
        "why": "You get this mail because you asked for a test.",
        "settings_url": f"{base_url}/account",
        "settings_text": "Your account",
        "answer_name": "",
        "answer_email": "",
    }
