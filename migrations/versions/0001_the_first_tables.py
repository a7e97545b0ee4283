"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "companies",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("four_eyes", sa.Boolean(), nullable=False),
        sa.Column("link_days", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companies")),
    )
    op.create_table(
        "cost_types",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_types")),
        sa.UniqueConstraint("code", name=op.f("uq_cost_types_code")),
    )
    op.create_table(
        "divisions",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_divisions")),
        sa.UniqueConstraint("code", name=op.f("uq_divisions_code")),
    )
    op.create_table(
        "erp_connections",
        sa.Column("connector", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("owner_guid", sa.String(), nullable=False),
        sa.Column("file_guid", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("company", sa.JSON(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("last_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_lists_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lists_minutes", sa.Integer(), nullable=False),
        sa.Column("costs_minutes", sa.Integer(), nullable=False),
        sa.Column("lists_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("costs_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_problem", sa.String(), nullable=False),
        sa.Column("last_problem_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erp_connections")),
        sa.UniqueConstraint("username", name=op.f("uq_erp_connections_username")),
    )
    op.create_table(
        "people",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("auditor", sa.Boolean(), nullable=False),
        sa.Column("directory_level", sa.String(), nullable=False),
        sa.Column("erp_level", sa.String(), nullable=False),
        sa.Column("budget_level", sa.String(), nullable=False),
        sa.Column("can_push", sa.Boolean(), nullable=False),
        sa.Column("can_export_budget", sa.Boolean(), nullable=False),
        sa.Column("can_import_budget", sa.Boolean(), nullable=False),
        sa.Column("approval_mail", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "throttles",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_throttles")),
        sa.UniqueConstraint("key", name=op.f("uq_throttles_key")),
    )
    op.create_table(
        "connector_tickets",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("connection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_company", sa.Boolean(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["erp_connections.id"],
            name=op.f("fk_connector_tickets_connection_id_erp_connections"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connector_tickets")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_connector_tickets_token_hash")),
    )
    with op.batch_alter_table("connector_tickets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_connector_tickets_connection_id"), ["connection_id"], unique=False
        )

    op.create_table(
        "cost_codes",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("division_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uom", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name=op.f("fk_cost_codes_division_id_divisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_cost_codes_code")),
    )
    with op.batch_alter_table("cost_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cost_codes_division_id"), ["division_id"], unique=False)

    op.create_table(
        "erp_records",
        sa.Column("connection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("erp_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["erp_connections.id"],
            name=op.f("fk_erp_records_connection_id_erp_connections"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erp_records")),
        sa.UniqueConstraint("connection_id", "kind", "erp_id", name=op.f("uq_erp_records_connection_id")),
    )
    op.create_table(
        "import_shapes",
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], name=op.f("fk_import_shapes_used_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_shapes")),
        sa.UniqueConstraint("purpose", "fingerprint", name=op.f("uq_import_shapes_purpose")),
    )
    op.create_table(
        "one_time_links",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_one_time_links_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_links_token_hash")),
    )
    op.create_table(
        "privilege_changes",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_privilege_changes_by_id_people")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_privilege_changes_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privilege_changes")),
    )
    with op.batch_alter_table("privilege_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_privilege_changes_person_id"), ["person_id"], unique=False)

    op.create_table(
        "projects",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("tool_active", sa.Boolean(), nullable=False),
        sa.Column("connection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("erp_job_id", sa.String(), nullable=True),
        sa.Column("erp_job_name", sa.String(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("linked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("may_change_grand_total", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["erp_connections.id"], name=op.f("fk_projects_connection_id_erp_connections")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_projects_created_by_people")),
        sa.ForeignKeyConstraint(["linked_by"], ["people.id"], name=op.f("fk_projects_linked_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("number", name=op.f("uq_projects_number")),
    )
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_projects_connection_id"), ["connection_id"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sessions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "audit_events",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_audit_events_actor_id_people")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_audit_events_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_events_project_id"), ["project_id"], unique=False)
        batch_op.create_index("ix_audit_events_subject", ["subject", "subject_id", "id"], unique=False)

    op.create_table(
        "budget_permissions",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("granular", sa.JSON(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_budget_permissions_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_budget_permissions_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_permissions")),
        sa.UniqueConstraint("person_id", "project_id", name=op.f("uq_budget_permissions_person_id")),
    )
    with op.batch_alter_table("budget_permissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_permissions_project_id"), ["project_id"], unique=False)

    op.create_table(
        "budgets",
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("phase_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("system_of_record", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("last_decision", sa.String(), nullable=False),
        sa.Column("last_decision_reason", sa.String(), nullable=False),
        sa.Column("last_decision_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_decision_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("import_disabled", sa.Boolean(), nullable=False),
        sa.Column("first_exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("origin_id", sa.String(), nullable=True),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.CheckConstraint("phase = 'none' OR locked", name=op.f("ck_budgets_outstanding_is_locked")),
        sa.CheckConstraint(
            "phase IN ('none','sent','exporting','export_failed','awaiting_posting','awaiting_sync')",
            name=op.f("ck_budgets_phase_known"),
        ),
        sa.ForeignKeyConstraint(
            ["last_decision_by"], ["people.id"], name=op.f("fk_budgets_last_decision_by_people")
        ),
        sa.ForeignKeyConstraint(["locked_by"], ["people.id"], name=op.f("fk_budgets_locked_by_people")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_budgets_project_id_projects")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_budgets_current_submission", use_alter=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budgets")),
        sa.UniqueConstraint("project_id", name=op.f("uq_budgets_project_id")),
    )
    with op.batch_alter_table("budgets", schema=None) as batch_op:
        batch_op.create_index(
            "ix_budgets_listed", ["phase", "phase_at", "id", "first_exported_at"], unique=False
        )

    op.create_table(
        "cost_code_links",
        sa.Column("connection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cost_code_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("erp_id", sa.String(), nullable=True),
        sa.Column("erp_name", sa.String(), nullable=False),
        sa.Column("accepted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["people.id"], name=op.f("fk_cost_code_links_accepted_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["erp_connections.id"],
            name=op.f("fk_cost_code_links_connection_id_erp_connections"),
        ),
        sa.ForeignKeyConstraint(
            ["cost_code_id"], ["cost_codes.id"], name=op.f("fk_cost_code_links_cost_code_id_cost_codes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_code_links")),
        sa.UniqueConstraint("connection_id", "cost_code_id", name=op.f("uq_cost_code_links_connection_id")),
    )
    op.create_table(
        "import_files",
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("uploaded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_import_files_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["people.id"], name=op.f("fk_import_files_uploaded_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_files")),
    )
    with op.batch_alter_table("import_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_files_project_id"), ["project_id"], unique=False)

    op.create_table(
        "job_cost_readings",
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("connection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erp_total_cents", sa.BigInteger(), nullable=True),
        sa.Column("witness", sa.JSON(), nullable=False),
        sa.Column("uncoded", sa.JSON(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["erp_connections.id"],
            name=op.f("fk_job_cost_readings_connection_id_erp_connections"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_job_cost_readings_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_cost_readings")),
    )
    with op.batch_alter_table("job_cost_readings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_cost_readings_is_current"), ["is_current"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_cost_readings_project_id"), ["project_id"], unique=False)

    op.create_table(
        "sub_jobs",
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_sub_jobs_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_jobs")),
        sa.UniqueConstraint("project_id", "code", name=op.f("uq_sub_jobs_project_id")),
    )
    with op.batch_alter_table("sub_jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sub_jobs_project_id"), ["project_id"], unique=False)

    op.create_table(
        "budget_lines",
        sa.Column("budget_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("sub_job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cost_code_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cost_type_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("calculation", sa.String(), nullable=False),
        sa.Column("unit_qty", sa.String(), nullable=False),
        sa.Column("uom", sa.String(), nullable=False),
        sa.Column("unit_cost", sa.String(), nullable=False),
        sa.Column("original_cents", sa.BigInteger(), nullable=False),
        sa.Column("exported_cents", sa.BigInteger(), nullable=True),
        sa.Column("is_partial", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.CheckConstraint(
            "original_cents BETWEEN -9999999999 AND 9999999999",
            name=op.f("ck_budget_lines_original_within_limit"),
        ),
        sa.ForeignKeyConstraint(
            ["budget_id"], ["budgets.id"], name=op.f("fk_budget_lines_budget_id_budgets")
        ),
        sa.ForeignKeyConstraint(
            ["cost_code_id"], ["cost_codes.id"], name=op.f("fk_budget_lines_cost_code_id_cost_codes")
        ),
        sa.ForeignKeyConstraint(
            ["cost_type_id"], ["cost_types.id"], name=op.f("fk_budget_lines_cost_type_id_cost_types")
        ),
        sa.ForeignKeyConstraint(
            ["sub_job_id"], ["sub_jobs.id"], name=op.f("fk_budget_lines_sub_job_id_sub_jobs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_lines")),
        sa.UniqueConstraint("budget_id", "code_key", name=op.f("uq_budget_lines_budget_id")),
    )
    with op.batch_alter_table("budget_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_lines_cost_code_id"), ["cost_code_id"], unique=False)
        batch_op.create_index("ix_budget_lines_order", ["budget_id", "sort_key", "id"], unique=False)

    op.create_table(
        "budget_touches",
        sa.Column("budget_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["budget_id"], ["budgets.id"], name=op.f("fk_budget_touches_budget_id_budgets")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_budget_touches_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_touches")),
        sa.UniqueConstraint("budget_id", "revision", "person_id", name=op.f("uq_budget_touches_budget_id")),
    )
    op.create_table(
        "import_sheets",
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("column_count", sa.Integer(), nullable=False),
        sa.Column("cells", sa.LargeBinary(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["import_files.id"], name=op.f("fk_import_sheets_file_id_import_files")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_sheets")),
        sa.UniqueConstraint("file_id", "position", name=op.f("uq_import_sheets_file_id")),
    )
    op.create_table(
        "job_cost_rows",
        sa.Column("reading_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sub_job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cost_code_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cost_type_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("erp_name", sa.String(), nullable=False),
        sa.Column("original_cents", sa.BigInteger(), nullable=False),
        sa.Column("change_cents", sa.BigInteger(), nullable=False),
        sa.Column("committed_cents", sa.BigInteger(), nullable=False),
        sa.Column("invoiced_cents", sa.BigInteger(), nullable=False),
        sa.Column("cost_cents", sa.BigInteger(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["cost_code_id"], ["cost_codes.id"], name=op.f("fk_job_cost_rows_cost_code_id_cost_codes")
        ),
        sa.ForeignKeyConstraint(
            ["cost_type_id"], ["cost_types.id"], name=op.f("fk_job_cost_rows_cost_type_id_cost_types")
        ),
        sa.ForeignKeyConstraint(
            ["reading_id"],
            ["job_cost_readings.id"],
            name=op.f("fk_job_cost_rows_reading_id_job_cost_readings"),
        ),
        sa.ForeignKeyConstraint(
            ["sub_job_id"], ["sub_jobs.id"], name=op.f("fk_job_cost_rows_sub_job_id_sub_jobs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_cost_rows")),
    )
    with op.batch_alter_table("job_cost_rows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_cost_rows_reading_id"), ["reading_id"], unique=False)

    op.create_table(
        "submissions",
        sa.Column("budget_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("sent_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("original_cents", sa.BigInteger(), nullable=False),
        sa.Column("modification_cents", sa.BigInteger(), nullable=False),
        sa.Column("change_cents", sa.BigInteger(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("four_eyes_was_on", sa.Boolean(), nullable=False),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("baseline", sa.JSON(), nullable=False),
        sa.Column("proof", sa.JSON(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(["budget_id"], ["budgets.id"], name=op.f("fk_submissions_budget_id_budgets")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_submissions_decided_by_people")),
        sa.ForeignKeyConstraint(["sent_by"], ["people.id"], name=op.f("fk_submissions_sent_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("budget_id", "number", name=op.f("uq_submissions_budget_id")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submissions_budget_id"), ["budget_id"], unique=False)

    op.create_table(
        "approval_links",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_approval_links_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_approval_links_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_approval_links_token_hash")),
    )
    with op.batch_alter_table("approval_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_links_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_links_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "budget_modifications",
        sa.Column("budget_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("to_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("exported_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.CheckConstraint(
            "amount_cents > 0 AND amount_cents <= 9999999999",
            name=op.f("ck_budget_modifications_amount_positive"),
        ),
        sa.CheckConstraint(
            "from_line_id IS NOT NULL OR to_line_id IS NOT NULL",
            name=op.f("ck_budget_modifications_has_a_side"),
        ),
        sa.ForeignKeyConstraint(
            ["budget_id"], ["budgets.id"], name=op.f("fk_budget_modifications_budget_id_budgets")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people.id"], name=op.f("fk_budget_modifications_created_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["exported_by"], ["submissions.id"], name=op.f("fk_budget_modifications_exported_by_submissions")
        ),
        sa.ForeignKeyConstraint(
            ["from_line_id"],
            ["budget_lines.id"],
            name=op.f("fk_budget_modifications_from_line_id_budget_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["to_line_id"], ["budget_lines.id"], name=op.f("fk_budget_modifications_to_line_id_budget_lines")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_modifications")),
        sa.UniqueConstraint("budget_id", "number", name=op.f("uq_budget_modifications_budget_id")),
    )
    with op.batch_alter_table("budget_modifications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_modifications_budget_id"), ["budget_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_budget_modifications_exported_by"), ["exported_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_budget_modifications_from_line_id"), ["from_line_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_budget_modifications_to_line_id"), ["to_line_id"], unique=False)

    op.create_table(
        "erp_requests",
        sa.Column("connection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("business_key", sa.String(), nullable=False),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("memory", sa.JSON(), nullable=False),
        sa.Column("messages", sa.JSON(), nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("losses", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["erp_connections.id"],
            name=op.f("fk_erp_requests_connection_id_erp_connections"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_erp_requests_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["people.id"], name=op.f("fk_erp_requests_requested_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_erp_requests_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erp_requests")),
        sa.UniqueConstraint("business_key", name=op.f("uq_erp_requests_business_key")),
    )
    with op.batch_alter_table("erp_requests", schema=None) as batch_op:
        batch_op.create_index("ix_erp_requests_due", ["connection_id", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_erp_requests_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_erp_requests_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "mails",
        sa.Column("to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_mails_project_id_projects")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_mails_submission_id_submissions")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name=op.f("fk_mails_to_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index("ix_mails_due", ["sent_at", "given_up_at", "not_before"], unique=False)

    op.create_table(
        "submission_remarks",
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_submission_remarks_by_id_people")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["budget_lines.id"], name=op.f("fk_submission_remarks_line_id_budget_lines")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_submission_remarks_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_remarks")),
    )
    with op.batch_alter_table("submission_remarks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_remarks_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "budget_transactions",
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("modification_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("origin_id", sa.String(), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["budget_lines.id"], name=op.f("fk_budget_transactions_line_id_budget_lines")
        ),
        sa.ForeignKeyConstraint(
            ["modification_id"],
            ["budget_modifications.id"],
            name=op.f("fk_budget_transactions_modification_id_budget_modifications"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_budget_transactions_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_transactions")),
    )
    with op.batch_alter_table("budget_transactions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_transactions_line_id"), ["line_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_budget_transactions_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "erp_steps",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("connection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mutates", sa.Boolean(), nullable=False),
        sa.Column("wire_id", sa.String(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asking", sa.Boolean(), nullable=False),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("cleared", sa.Boolean(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["erp_connections.id"], name=op.f("fk_erp_steps_connection_id_erp_connections")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["erp_requests.id"], name=op.f("fk_erp_steps_request_id_erp_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erp_steps")),
        sa.UniqueConstraint("request_id", "position", "attempt", name=op.f("uq_erp_steps_request_id")),
        sa.UniqueConstraint("wire_id", name=op.f("uq_erp_steps_wire_id")),
    )
    with op.batch_alter_table("erp_steps", schema=None) as batch_op:
        batch_op.create_index("ix_erp_steps_open", ["connection_id", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_erp_steps_request_id"), ["request_id"], unique=False)

    # Budgets and submissions name each other. SQLite took the key with the table; elsewhere it follows now.
    if op.get_bind().dialect.name != "sqlite":
        op.create_foreign_key(
            "fk_budgets_current_submission", "budgets", "submissions", ["submission_id"], ["id"]
        )


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_budgets_current_submission", "budgets", type_="foreignkey")
    with op.batch_alter_table("erp_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erp_steps_request_id"))
        batch_op.drop_index("ix_erp_steps_open")

    op.drop_table("erp_steps")
    with op.batch_alter_table("budget_transactions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_transactions_submission_id"))
        batch_op.drop_index(batch_op.f("ix_budget_transactions_line_id"))

    op.drop_table("budget_transactions")
    with op.batch_alter_table("submission_remarks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_remarks_submission_id"))

    op.drop_table("submission_remarks")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index("ix_mails_due")

    op.drop_table("mails")
    with op.batch_alter_table("erp_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erp_requests_submission_id"))
        batch_op.drop_index(batch_op.f("ix_erp_requests_project_id"))
        batch_op.drop_index("ix_erp_requests_due")

    op.drop_table("erp_requests")
    with op.batch_alter_table("budget_modifications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_modifications_to_line_id"))
        batch_op.drop_index(batch_op.f("ix_budget_modifications_from_line_id"))
        batch_op.drop_index(batch_op.f("ix_budget_modifications_exported_by"))
        batch_op.drop_index(batch_op.f("ix_budget_modifications_budget_id"))

    op.drop_table("budget_modifications")
    with op.batch_alter_table("approval_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_links_submission_id"))
        batch_op.drop_index(batch_op.f("ix_approval_links_person_id"))

    op.drop_table("approval_links")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submissions_budget_id"))

    op.drop_table("submissions")
    with op.batch_alter_table("job_cost_rows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_cost_rows_reading_id"))

    op.drop_table("job_cost_rows")
    op.drop_table("import_sheets")
    op.drop_table("budget_touches")
    with op.batch_alter_table("budget_lines", schema=None) as batch_op:
        batch_op.drop_index("ix_budget_lines_order")
        batch_op.drop_index(batch_op.f("ix_budget_lines_cost_code_id"))

    op.drop_table("budget_lines")
    with op.batch_alter_table("sub_jobs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sub_jobs_project_id"))

    op.drop_table("sub_jobs")
    with op.batch_alter_table("job_cost_readings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_cost_readings_project_id"))
        batch_op.drop_index(batch_op.f("ix_job_cost_readings_is_current"))

    op.drop_table("job_cost_readings")
    with op.batch_alter_table("import_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_files_project_id"))

    op.drop_table("import_files")
    op.drop_table("cost_code_links")
    with op.batch_alter_table("budgets", schema=None) as batch_op:
        batch_op.drop_index("ix_budgets_listed")

    op.drop_table("budgets")
    with op.batch_alter_table("budget_permissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_permissions_project_id"))

    op.drop_table("budget_permissions")
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_events_subject")
        batch_op.drop_index(batch_op.f("ix_audit_events_project_id"))

    op.drop_table("audit_events")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_person_id"))

    op.drop_table("sessions")
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_projects_connection_id"))

    op.drop_table("projects")
    with op.batch_alter_table("privilege_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_privilege_changes_person_id"))

    op.drop_table("privilege_changes")
    op.drop_table("one_time_links")
    op.drop_table("import_shapes")
    op.drop_table("erp_records")
    with op.batch_alter_table("cost_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cost_codes_division_id"))

    op.drop_table("cost_codes")
    with op.batch_alter_table("connector_tickets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_connector_tickets_connection_id"))

    op.drop_table("connector_tickets")
    op.drop_table("throttles")
    op.drop_table("people")
    op.drop_table("erp_connections")
    op.drop_table("divisions")
    op.drop_table("cost_types")
    op.drop_table("companies")
