"""What Sage 100 Contractor takes and what it leaves to a person.

Source: Export a Procore Budget to Sage 100; Things to Know About the Sage 100 Contractor Integration; Setting the
original budget.
"""

from dataclasses import replace

from portal.domain.facts import ErpPolicy
from portal.erp.connectors.sage_100_contractor.connection_settings import exports_sub_jobs
from portal.erp.contract import Memory

LABEL = "Sage 100 Contractor"

OURS_IN_ITS_PLACE = "put ours in its place"

# The first line is in the words of the commissioned document. Sage's own help knows no such menu in Job Cost, so the
# second one says what to press in 6-2.
POSTING_STEPS = (
    "In the Job Cost function of Sage 100 Contractor choose Tasks > Post Entries",
    (
        "In 6-2 open the job, import or paste the sheet, save; after a first export also choose Options > Set Budget, "
        "after an update do not press Set Budget"
    ),
)

POLICY = ErpPolicy(
    label=LABEL,
    posts_by_hand=True,
    imports_budgets=True,
    takes_sub_jobs=False,
    sub_job_advice=(
        "A budget with phases must be created in Sage 100 Contractor and imported from there; "
        "or remove the sub job from the line."
    ),
    codes_synced_before_send=True,
    keeps_cost_types=True,
    reports_commitments=False,
    posting_steps=POSTING_STEPS,
    staged=True,
    sets_originals=True,
    originals_word="Set Budget",
    originals_step="open job {job} in 6-2 and choose Options > Set Budget",
    withdraws=True,
    creates_codes=False,
    others_question=f"has a budget on this job already, {OURS_IN_ITS_PLACE}",
    job_number_hint="1 to 10 digits, from 1 to 2147483647, not in use in Sage 100 Contractor yet.",
)


def policy_under(settings: Memory) -> ErpPolicy:
    """The policy of one connection: sub jobs travel where they are switched on."""
    return replace(POLICY, takes_sub_jobs=exports_sub_jobs(settings))
