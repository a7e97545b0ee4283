"""Signing in as a company with an identity provider does: through it, and by pass phrase with a second factor."""

from portal.demo.acts import people
from portal.demo.visitors import Visitor
from portal.demo.walks.expectations import holds, same, says
from portal.demo.walks.stages import Stage, Step


def _provider(stage: Stage) -> str:
    stage.dana = Visitor(stage.web)
    asked = stage.dana.get("/projects")
    page = people.sign_in_outside(stage.dana, people.DANA, asked)
    same("Where the provider led back to", page.url, f"{stage.web}/projects")
    says(stage.dana.get("/account"), "You are linked with Halden & Rowe")
    return f"{people.DANA} came through the provider, without a pass phrase"


def _admin(stage: Stage) -> str:
    stage.ruth = Visitor(stage.web)
    people.sign_in_outside(stage.ruth, people.RUTH)
    page = stage.ruth.get("/settings/company")
    holds(page.tree.xpath("//input[@name='four_eyes' and @checked]"), "four eyes switched on", page.opening)
    return f"{people.RUTH} too; four eyes is on"


def _factor(stage: Stage) -> str:
    stage.phone, page = people.set_up_second_factor(stage.aki)
    says(page, "recovery")
    return f"{people.AKI} has a second factor"


def _code(stage: Stage) -> str:
    stage.aki = Visitor(stage.web)
    asked = people.sign_in(stage.aki, people.AKI)
    holds(asked.url.endswith("/sign-in/code"), "a page that asks for the code", asked.url)
    wrong = people.type_code(stage.aki, asked, "000000")
    holds(wrong.says("does not fit") or wrong.says("was used"), "a wrong code refused", wrong.opening)
    holds("/sign-in" in stage.aki.get("/projects").url, "nobody signed in by a pass phrase alone", wrong.url)
    assert stage.phone is not None  # noqa: S101 - the step before set it up
    people.type_code(stage.aki, wrong, stage.phone.code())
    says(stage.aki.get("/account"), "Aki Sato")
    return "the pass phrase alone opens nothing, with the code it does"


def _remove(stage: Stage) -> str:
    people.remove_second_factor(stage.aki)
    says(stage.aki.get("/account/second-factor"), "Set up")
    return f"{people.AKI} is without a second factor again, as the demo shows them"


STEPS: tuple[Step, ...] = (
    ("provider", _provider),
    ("admin", _admin),
    ("factor", _factor),
    ("code", _code),
)
STEPS_AFTER: tuple[Step, ...] = (("put back", _remove),)
