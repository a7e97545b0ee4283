"""people privileges and sign-in"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_heads",
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "identity_providers",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("client_secret", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("groups_claim", sa.String(), nullable=False),
        sa.Column("adds_people", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_providers")),
        sa.UniqueConstraint("issuer", name=op.f("uq_identity_providers_issuer")),
    )
    op.create_table(
        "mail_servers",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("security", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_servers")),
    )
    op.create_table(
        "delegations",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("substitute_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_delegations_by_id_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_delegations_person_id_people")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["people.id"], name=op.f("fk_delegations_substitute_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    with op.batch_alter_table("delegations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegations_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegations_substitute_id"), ["substitute_id"], unique=False)

    op.create_table(
        "group_roles",
        sa.Column("provider_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("directory_level", sa.String(), nullable=False),
        sa.Column("erp_level", sa.String(), nullable=False),
        sa.Column("budget_level", sa.String(), nullable=False),
        sa.Column("auditor", sa.Boolean(), nullable=False),
        sa.Column("offers_push", sa.Boolean(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["identity_providers.id"],
            name=op.f("fk_group_roles_provider_id_identity_providers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_roles")),
        sa.UniqueConstraint("provider_id", "group_name", name=op.f("uq_group_roles_provider_id")),
    )
    op.create_table(
        "outside_identities",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_outside_identities_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_outside_identities_issuer")),
    )
    with op.batch_alter_table("outside_identities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outside_identities_person_id"), ["person_id"], unique=False)

    op.create_table(
        "pending_sign_ins",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_pending_sign_ins_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_pending_sign_ins_token_hash")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
    )
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_codes_person_id"), ["person_id"], unique=False)

    op.create_table(
        "second_factors",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_second_factors_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factors")),
        sa.UniqueConstraint("person_id", name=op.f("uq_second_factors_person_id")),
    )
    op.create_table(
        "submission_comments",
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_submission_comments_by_id_people")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_submission_comments_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_comments")),
    )
    with op.batch_alter_table("submission_comments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_comments_submission_id"), ["submission_id"], unique=False
        )

    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sequence", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("hash", sa.String(), server_default="", nullable=False))
        batch_op.create_unique_constraint(batch_op.f("uq_audit_events_sequence"), ["sequence"])

    with op.batch_alter_table("budgets", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("keeper_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_budgets_keeper_id_people"), "people", ["keeper_id"], ["id"]
        )

    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("holders_grant", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("idle_minutes", sa.Integer(), server_default="60", nullable=False))
        batch_op.add_column(sa.Column("longest_hours", sa.Integer(), server_default="12", nullable=False))
        batch_op.add_column(sa.Column("proof_minutes", sa.Integer(), server_default="15", nullable=False))
        batch_op.add_column(
            sa.Column("second_factor", sa.String(), server_default="optional", nullable=False)
        )
        batch_op.add_column(sa.Column("digest_hour", sa.Integer(), server_default="6", nullable=False))
        batch_op.add_column(sa.Column("digest_done", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("reminder_days", sa.Integer(), server_default="2", nullable=False))
        batch_op.add_column(sa.Column("mails_again", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("net_zero", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("below_zero", sa.String(), server_default="warn", nullable=False))

    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index("ix_submissions_decided", ["decided_at", "decision", "sent_at"], unique=False)

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("can_export_jobs", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("can_import_jobs", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("can_export_codes", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        batch_op.add_column(sa.Column("erp_digest", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("mail_refused", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proved_by", sa.String(), server_default="phrase", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index("ix_submissions_decided")

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_column("proved_by")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("mail_refused")
        batch_op.drop_column("erp_digest")
        batch_op.drop_column("can_export_codes")
        batch_op.drop_column("can_import_jobs")
        batch_op.drop_column("can_export_jobs")

    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.drop_column("below_zero")
        batch_op.drop_column("net_zero")
        batch_op.drop_column("mails_again")
        batch_op.drop_column("reminder_days")
        batch_op.drop_column("digest_done")
        batch_op.drop_column("digest_hour")
        batch_op.drop_column("second_factor")
        batch_op.drop_column("proof_minutes")
        batch_op.drop_column("longest_hours")
        batch_op.drop_column("idle_minutes")
        batch_op.drop_column("holders_grant")

    with op.batch_alter_table("budgets", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_budgets_keeper_id_people"), type_="foreignkey")
        batch_op.drop_column("keeper_id")

    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_audit_events_sequence"), type_="unique")
        batch_op.drop_column("hash")
        batch_op.drop_column("sequence")

    with op.batch_alter_table("submission_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_comments_submission_id"))

    op.drop_table("submission_comments")
    op.drop_table("second_factors")
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_codes_person_id"))

    op.drop_table("recovery_codes")
    op.drop_table("pending_sign_ins")
    with op.batch_alter_table("outside_identities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_identities_person_id"))

    op.drop_table("outside_identities")
    op.drop_table("group_roles")
    with op.batch_alter_table("delegations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegations_substitute_id"))
        batch_op.drop_index(batch_op.f("ix_delegations_person_id"))

    op.drop_table("delegations")
    op.drop_table("mail_servers")
    op.drop_table("identity_providers")
    op.drop_table("audit_heads")
