"""Rows of the rule table that concern no budget: company, projects, ERP tool, directory, settings.

Source: Grant Accounting Approver Privileges; ERP Integrations – Permissions.
"""

from portal.domain import guards, person_guards
from portal.domain import permissions as may
from portal.domain.rows import Rule
from portal.domain.vocabulary import Action

COMPANY_ROWS = (
    Rule(Action.VIEW_HOME, "Home", may.ANYONE_SIGNED_IN),
    Rule(Action.VIEW_PROJECTS, "Projects", may.ANYONE_SIGNED_IN),
    Rule(Action.CREATE_PROJECT, "Create project", may.PROJECT_MAKER),
    Rule(Action.MANAGE_COST_CODES, "Cost codes and types", may.PROJECT_MAKER),
    Rule(Action.VIEW_ERP, "ERP Integrations", may.ERP_READER),
    Rule(Action.LINK_PROJECT, "Accept project", may.JOB_APPROVER),
    Rule(Action.ADD_ERP_JOB, "Add ERP job to portal", may.JOB_ADDER),
    Rule(Action.ACCEPT_COST_CODES, "Accept cost codes", may.CODE_APPROVER),
    Rule(Action.REFRESH_ERP_LISTS, "Refresh lists", may.ERP_STANDARD),
    Rule(Action.VIEW_COMPANY_JOB_COSTS, "Job costs, all projects", may.ERP_ADMIN_READER),
    Rule(Action.START_ERP_SYNC, "Start the ERP's own sync", may.ERP_ADMIN),
    Rule(Action.VIEW_SYNC_SCHEDULE, "Sync schedule", may.ERP_ADMIN_READER),
    Rule(Action.CHANGE_SYNC_SCHEDULE, "Change sync schedule", may.ERP_ADMIN),
    Rule(Action.VIEW_ACCOUNTANT_REPORT, "Accountant report", may.ERP_ADMIN_READER),
    Rule(Action.VIEW_DIRECTORY, "Directory", may.DIRECTORY_READER),
    Rule(Action.CHANGE_LEVELS, "Change permission levels", may.DIRECTORY_ADMIN),
    Rule(Action.CHANGE_COMPANY, "Change company settings", may.DIRECTORY_ADMIN),
    Rule(
        Action.GRANT_PUSH,
        "Grant Can Push to Accounting",
        may.also_console(may.DIRECTORY_ADMIN),
        provided=(
            guards.is_active_person,
            person_guards.is_no_auditor,
            guards.is_somebody_else,
            guards.can_hold_the_privilege,
            guards.holds_it_where_needed,
        ),
        fresh=True,
    ),
    Rule(Action.REVOKE_PUSH, "Take away Can Push to Accounting", may.also_console(may.SUSPENDER)),
    Rule(Action.VIEW_SETTINGS, "Settings", may.SETTINGS_READER),
    Rule(Action.CONFIGURE_CONNECTION, "ERP connections", may.ERP_ADMIN),
    Rule(Action.SHOW_SECRET, "Make and show an ERP password", may.ERP_ADMIN, fresh=True),
    Rule(Action.HAND_OUT_LINK, "Show a one-time link", may.DIRECTORY_ADMIN, fresh=True),
    Rule(Action.TAKE_OVER, "Take over from somebody", may.DIRECTORY_ADMIN),
    Rule(Action.CONFIGURE_MAIL, "Mail settings", may.DIRECTORY_ADMIN),
    Rule(Action.CONFIGURE_SIGN_IN, "Sign-in settings", may.DIRECTORY_ADMIN, fresh=True),
    Rule(Action.CONFIGURE_BUDGETS, "Budget rules of the company", may.DIRECTORY_ADMIN),
    Rule(Action.VIEW_AUDIT, "Audit", may.AUDIT_READER),
    Rule(Action.DELEGATE, "Name a substitute", may.DELEGATOR),
    Rule(Action.COMMENT, "Ask or answer", may.WRITER),
    Rule(Action.MANAGE_OWN_SESSIONS, "Your account", may.ANYONE_SIGNED_IN),
)
