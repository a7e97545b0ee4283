"""Mails of the walk: the approval request with its link, and the word that a budget is open again."""

from portal.demo.acts import inboxes, people
from portal.demo.visitors import Page
from portal.demo.walks.expectations import eventually, holds, says
from portal.demo.walks.stages import PROJECT, Stage


def approval_page(stage: Stage, number: int = 1, project: str = PROJECT) -> Page:
    """Follow the link of the approver's newest mail; whoever is not signed in yet does so on the way."""

    def arrived() -> list[str]:
        mails = stage.inbox.mails(people.AKI, f"{project} waits for your decision")
        return [inboxes.link_in(mails[0], "/approvals/")] if len(mails) >= number else []

    link = eventually(arrived, f"{number} approval mails to {people.AKI}")[0]
    page = stage.aki.get(link)
    if "/sign-in" in page.url:
        page = people.sign_in(stage.aki, people.AKI, page, stage.phone)
    says(page, f"Review: {project}")
    holds("/approvals/" not in page.url, "an address without the link's token", page.url)
    return page


def told_of_sync(stage: Stage, times: int, project: str = PROJECT) -> None:
    """Wait until the sender has been told so many times that the budget is synced."""
    eventually(
        lambda: len(stage.inbox.mails(people.DANA, f"{project} is synced")) >= times,
        f"the mail to {people.DANA} that {project} is synced",
    )
