"""Every address, method and object as one cell each: what is asked, what the policy owes, and what was answered."""

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.routing import AnyConverter, IntegerConverter

from portal.domain.vocabulary import Action
from portal.web.doors import DOORS, is_machine_door
from tests.guarantees.route_office import MISSING, Office
from tests.guarantees.route_roles import ALSO, MACHINES, REFUSED_BY_MACHINES, Expected, Role, expected

PLAIN = ("GET", "POST")
OTHERS = ("HEAD", "OPTIONS", "PUT", "DELETE")
OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
OBJECTS = {"own": "maple", "foreign": "oak", "missing": "missing", "mixed": "maple"}
"""Own and foreign are the project manager's: Maple is his, Oak is not. Mixed: things of Oak under Maple's address."""
FRAGMENT = {"HX-Request": "true"}
DOORS_WORDS = "Ask an administrator for it."


@dataclass(frozen=True)
class Place:
    """An address of the URL map and the endpoints that answer there, by method."""

    rule: object
    endpoints: dict[str, str]

    @property
    def names_a_project(self) -> bool:
        return "project_id" in self.rule.arguments

    @property
    def objects(self) -> tuple[str, ...]:
        if not self.rule.arguments - {"kind", "item", "name", "filename"}:
            return ("own",)
        inner = self.rule.arguments & {"line_id", "modification_id"}
        return tuple(OBJECTS) if inner and self.names_a_project else ("own", "foreign", "missing")

    def path(self, office: Office, thing: str) -> str:
        filled = {name: self._blank(office, thing, name) for name in self.rule.arguments}
        return self.rule.build(filled, append_unknown=False)[1]

    def _blank(self, office: Office, thing: str, name: str):
        converter = self.rule._converters[name]
        if isinstance(converter, AnyConverter):
            return min(converter.items)
        if not isinstance(converter, IntegerConverter):
            return "lists" if name == "item" else "x"
        if thing == "missing":
            return MISSING
        of = "oak" if thing == "foreign" or (thing == "mixed" and name != "project_id") else "maple"
        return office.blanks[of].get(name, 1 if of == "maple" else 2)


@dataclass(frozen=True)
class Cell:
    """One question at one door, in the words of the report."""

    place: Place
    method: str
    thing: str
    override: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.place.rule.rule} {self.thing} {self.override}".strip()


def undeclared(app) -> list[str]:
    """Endpoints that no row of the table, no word public and no gateway answers for."""
    with app.app_context():
        return [
            endpoint
            for endpoint in app.view_functions
            if endpoint != "static" and endpoint not in DOORS and not is_machine_door(endpoint)
        ]


def places(app) -> list[Place]:
    """Every address once, with what answers there."""
    found: dict[str, Place] = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        place = found.setdefault(rule.rule, Place(rule, {}))
        place.endpoints.update(dict.fromkeys((rule.methods or set()) - {"HEAD", "OPTIONS"}, rule.endpoint))
    return list(found.values())


def cells(place: Place) -> Iterator[Cell]:
    """GET and POST for every object where they exist, every other method and an override once."""
    for thing in place.objects:
        for method in PLAIN:
            if method in place.endpoints:
                yield Cell(place, method, thing)
    for method in (*OTHERS, *(each for each in PLAIN if each not in place.endpoints)):
        yield Cell(place, method, "own")
    first = min(place.endpoints)
    yield Cell(place, "POST" if first == "POST" else "GET", "own", "DELETE" if first == "POST" else "POST")


def owed(role: Role, cell: Cell) -> Expected:
    """What the policy says about a cell at a door for people."""
    endpoints = cell.place.endpoints
    project = OBJECTS[cell.thing] if cell.place.names_a_project else None
    if cell.method == "OPTIONS":
        classes = {expected(role, _action(endpoint), project) for endpoint in endpoints.values()}
        return Expected.OPEN if Expected.OPEN in classes else classes.pop()
    method = "GET" if cell.method == "HEAD" else cell.method
    if method not in endpoints:
        return Expected.NO_METHOD
    return expected(role, _action(endpoints[method]), project, ALSO.get(endpoints[method]))


def _action(endpoint: str) -> Action | None:
    return DOORS[endpoint].action


def is_public(cell: Cell) -> bool:
    return any(endpoint in DOORS and DOORS[endpoint].public for endpoint in cell.place.endpoints.values())


def ask(office: Office, role: Role, cell: Cell):
    """Put the question as this role."""
    client = office.client(role)
    headers = {} if cell.method in PLAIN and not cell.override else dict(FRAGMENT)
    if role.name in office.proofs:
        headers["Authorization"] = office.proofs[role.name]
    if cell.override:
        headers |= dict.fromkeys(OVERRIDES, cell.override)
    data = {"csrf_token": client.csrf, **office.form} if cell.method != "GET" else None
    if cell.override and data is not None:
        data["_method"] = cell.override
    return client.open(
        cell.place.path(office, cell.thing), method=cell.method, data=data, headers=headers, buffered=True
    )


def answers_as(cell: Cell, answer, owes: Expected) -> bool:
    """Whether an answer of a door for people belongs to the class that is owed."""
    status = answer.status_code
    if cell.method == "OPTIONS" and owes is Expected.OPEN:
        return status in {200, 403}  # the door of any of the methods answers
    if owes is Expected.SIGN_IN:
        return status == 401 or (status == 302 and answer.location.startswith("/sign-in"))
    if owes is Expected.HIDDEN:
        return status == 404
    if owes is Expected.FORBIDDEN:
        return status == 403
    if owes is Expected.NO_METHOD:
        return status == 405
    if cell.thing in {"mixed", "missing"} and cell.place.rule.arguments & {"line_id", "modification_id"}:
        return 300 <= status < 500
    led_away = status == 302 and answer.location.startswith("/sign-in")
    closed = status == 403 and DOORS_WORDS in answer.text
    return status < 500 and not led_away and not closed


def machine_answers_as(cell: Cell, status: int) -> bool:
    """Whether a machine's door, asked without a machine's proof, answers as the list says."""
    named = [MACHINES[each] for each in cell.place.endpoints.values() if each in MACHINES]
    return status in (set.union(*named) if named else REFUSED_BY_MACHINES)
