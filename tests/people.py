"""The people of every test: the same names, levels and powers as in the demo company."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fixed:
    name: str
    title: str
    directory: str = "none"
    erp: str = "none"
    budget: str = "none"
    can_push: bool = False
    auditor: bool = False
    granular: tuple[str, ...] = field(default=())
    can_import: bool = False

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@haldenrowe.example"


PHRASE = "four words about nothing"

DANA = Fixed("Dana Whitfield", "Project manager", directory="standard", budget="admin")
LUIS = Fixed(
    "Luis Ortega",
    "Project manager",
    directory="standard",
    erp="standard",
    budget="standard",
    granular=("send_and_retrieve", "lock_budget"),
)
AKI = Fixed("Aki Sato", "Accounting approver", erp="standard", can_push=True)
KAREN = Fixed("Karen Boyle", "Accounting approver", erp="standard", can_push=True, can_import=True)
RUTH = Fixed("Ruth Adeyemi", "Directory admin", directory="admin", erp="admin")
TOM = Fixed("Tom Halden", "Directory admin", directory="admin", erp="read_only")
PRIYA = Fixed("Priya Raman", "Project manager", directory="standard", budget="admin")
VERA = Fixed("Vera Lindqvist", "Auditor", auditor=True)

EVERYBODY = (DANA, LUIS, AKI, KAREN, RUTH, TOM, PRIYA, VERA)
