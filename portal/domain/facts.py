"""What is the case: frozen facts about a budget, a person or the company, and the state derived from them.

Facts are read once per request, inside the transaction that acts on them. Times arrive already worded in the
company's zone ("on Tue 9 Jun 14:02", "today 07:30"), so that the rules can write whole sentences.
"""

from dataclasses import dataclass, field

from portal.domain.denials import Denial
from portal.domain.vocabulary import Decision, Phase, State, SystemOfRecord


@dataclass(frozen=True, slots=True)
class ErpPolicy:
    """What an ERP can and cannot do, declared by its connector. Source: Things to Know (each connector).

    `staged`: its side is read in two steps, through the sync service. `sets_originals`: a press of a person at the ERP
    makes current amounts the original ones, which prove a first export. `withdraws`: an export that nobody posted can
    be taken away again. `creates_codes` off: the cost code list belongs to the ERP. `job_number_hint`, where given:
    the approver types the number under which the job is to stand there. `originals_word` and `originals_step` name
    that press and say where it is ("Set Budget"; "open job {job} in …"), `{job}` being the job's number there.
    `others_question` ends the approver's tick "If the ERP …" about what a job holds already before a first export.
    """

    label: str
    posts_by_hand: bool = False
    imports_budgets: bool = False
    takes_sub_jobs: bool = False
    sub_job_advice: str = ""
    codes_synced_before_send: bool = True
    keeps_cost_types: bool = False
    reports_commitments: bool = False
    posting_steps: tuple[str, ...] = ()
    staged: bool = False
    sets_originals: bool = False
    originals_word: str = ""
    originals_step: str = ""
    withdraws: bool = False
    creates_codes: bool = True
    job_number_hint: str = ""
    others_question: str = "has another budget on this job, put ours in its place"


@dataclass(frozen=True, slots=True)
class BudgetFacts:
    """All that the rules need to know about one budget at one moment.

    `first_export`: the submission under way is the first that the ERP gets, whether or not it has it by now.
    """

    project_name: str = ""
    tool_active: bool = True
    erp: ErpPolicy | None = None
    project_linked: bool = False
    locked: bool = False
    phase: Phase = Phase.NONE
    system_of_record: SystemOfRecord = SystemOfRecord.UNDECIDED
    exported_before: bool = False
    first_export: bool = False
    import_disabled: bool = False
    last_decision: Decision = Decision.NONE
    revision: int = 0
    line_count: int = 0
    has_unsynced: bool = False
    has_modifications: bool = False
    has_unsent_modifications: bool = False
    codes_not_synced: tuple[Denial, ...] = ()
    sub_job_lines: tuple[Denial, ...] = ()
    limit_problems: tuple[Denial, ...] = ()
    sent_by: str = ""
    sent_when: str = ""
    phase_since: str = ""
    exported_when: str = ""
    last_sync: str = ""
    touched_by: frozenset[int] = field(default_factory=frozenset)
    sender_id: int | None = None
    four_eyes: bool = True
    was_handed_out: bool = False
    has_mismatch: bool = False
    mismatch_sentence: str = ""
    has_open_acknowledgement: bool = False
    acknowledged_by: int | None = None
    withdrawal_under_way: bool = False
    line_is_unused_zero: bool = False
    line_has_modification: bool = False
    owner_id: int | None = None
    wanted_cents: int = 0

    @property
    def erp_label(self) -> str:
        """The ERP's name for sentences, or a neutral word when the project has no connection yet."""
        return self.erp.label if self.erp else "the ERP"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """About the person whose permissions are to change."""

    id: int
    name: str
    erp_can_accept: bool = False
    can_push: bool = False
    active: bool = True
    auditor: bool = False
    directory_admin: bool = False
    other_directory_admins: tuple[str, ...] = ()
    only_holders_grant: bool = False


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """For actions that concern no single budget or person."""

    has_connection: bool = True


Facts = BudgetFacts | PersonFacts | CompanyFacts


def state_of(facts: BudgetFacts) -> State:
    """The one state in which a budget is. Every other module asks this function.

    Order: an outstanding phase names itself; a budget from the ERP stays imported; a budget that the ERP holds is
    synced, pending or unlocked; the rest is draft or locked.
    """
    if facts.phase is not Phase.NONE:
        return State(facts.phase.value)
    if facts.system_of_record is SystemOfRecord.ERP:
        return State.IMPORTED_LOCKED if facts.locked else State.IMPORTED
    if not facts.exported_before:
        return State.LOCKED if facts.locked else State.DRAFT
    if not facts.locked:
        return State.SYNCED_UNLOCKED
    return State.CHANGES_PENDING if facts.has_unsynced else State.SYNCED


def erp_owns(system_of_record: str) -> bool:
    """Whether a budget was set up in the ERP: an import is then one more, and the ERP's amounts count."""
    return system_of_record == SystemOfRecord.ERP.value


def has_failed(facts: BudgetFacts) -> bool:
    """Whether the last export was refused and waits for a retry or a rejection."""
    return facts.phase is Phase.EXPORT_FAILED


def is_exported(phase: str) -> bool:
    """Whether the ERP's side has taken a submission whose amounts are still to be seen."""
    return Phase(phase) in {Phase.AWAITING_POSTING, Phase.AWAITING_SYNC}


def is_unposted(phase: str) -> bool:
    """Whether nothing of an exported submission has been seen yet where a person posts."""
    return Phase(phase) is Phase.AWAITING_POSTING


def awaits_proof(facts: BudgetFacts) -> bool:
    """Whether exported amounts are still to be seen in the Job Costs Report, or are on their way there."""
    return facts.phase in {Phase.EXPORTING, Phase.AWAITING_POSTING, Phase.AWAITING_SYNC}
