"""Snapshots, the trash, and the search index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "removed_records",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("data_hash", sa.String(length=64), nullable=False),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("plan_line_count", sa.Integer(), nullable=False),
        sa.Column("snapshot_count", sa.Integer(), nullable=False),
        sa.Column("finished_unit_count", sa.Integer(), nullable=False),
        sa.Column("finished_good_count", sa.Integer(), nullable=False),
        sa.Column("material_unit_count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removed_records")),
        sa.UniqueConstraint("uuid", name=op.f("uq_removed_records_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_removed_records_removed_at"), "removed_records", ["removed_at"], unique=False
    )
    op.create_table(
        "search_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=10), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entries")),
        sqlite_autoincrement=True,
    )
    op.create_index("idx_search_entry_owner", "search_entries", ["kind", "owner_id"], unique=False)
    op.create_table(
        "planning_snapshots",
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("event_uuid", sa.String(length=36), nullable=True),
        sa.Column("event_name", sa.Text(), nullable=True),
        sa.Column("event_date", sa.Date(), nullable=True),
        sa.Column("plan_data", sa.Text(), nullable=True),
        sa.Column("hash_version", sa.Integer(), nullable=True),
        sa.Column("manifest_hash", sa.String(length=64), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_planning_snapshots_event_id_events"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_snapshots")),
        sa.UniqueConstraint("uuid", name=op.f("uq_planning_snapshots_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "idx_planning_snapshot_created", "planning_snapshots", ["created_at"], unique=False
    )
    op.create_index("idx_planning_snapshot_event", "planning_snapshots", ["event_id"], unique=False)
    op.create_index(
        "idx_planning_snapshot_page",
        "planning_snapshots",
        ["event_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        "idx_planning_snapshot_version",
        "planning_snapshots",
        ["event_uuid", "version"],
        unique=False,
    )
    op.create_table(
        "finished_good_snapshots",
        sa.Column("finished_good_id", sa.Integer(), nullable=True),
        sa.Column("planning_snapshot_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_date", sa.DateTime(), nullable=False),
        sa.Column("definition_data", sa.Text(), nullable=False),
        sa.Column("definition_hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["finished_good_id"],
            ["finished_goods.id"],
            name=op.f("fk_finished_good_snapshots_finished_good_id_finished_goods"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["planning_snapshot_id"],
            ["planning_snapshots.id"],
            name=op.f("fk_finished_good_snapshots_planning_snapshot_id_planning_snapshots"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finished_good_snapshots")),
        sa.UniqueConstraint("uuid", name=op.f("uq_finished_good_snapshots_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_finished_good_snapshots_finished_good_id"),
        "finished_good_snapshots",
        ["finished_good_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finished_good_snapshots_planning_snapshot_id"),
        "finished_good_snapshots",
        ["planning_snapshot_id"],
        unique=False,
    )
    op.create_table(
        "finished_unit_snapshots",
        sa.Column("finished_unit_id", sa.Integer(), nullable=True),
        sa.Column("planning_snapshot_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_date", sa.DateTime(), nullable=False),
        sa.Column("definition_data", sa.Text(), nullable=False),
        sa.Column("definition_hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["finished_unit_id"],
            ["finished_units.id"],
            name=op.f("fk_finished_unit_snapshots_finished_unit_id_finished_units"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["planning_snapshot_id"],
            ["planning_snapshots.id"],
            name=op.f("fk_finished_unit_snapshots_planning_snapshot_id_planning_snapshots"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finished_unit_snapshots")),
        sa.UniqueConstraint("uuid", name=op.f("uq_finished_unit_snapshots_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_finished_unit_snapshots_finished_unit_id"),
        "finished_unit_snapshots",
        ["finished_unit_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finished_unit_snapshots_planning_snapshot_id"),
        "finished_unit_snapshots",
        ["planning_snapshot_id"],
        unique=False,
    )
    op.create_table(
        "material_unit_snapshots",
        sa.Column("material_unit_id", sa.Integer(), nullable=True),
        sa.Column("planning_snapshot_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_date", sa.DateTime(), nullable=False),
        sa.Column("definition_data", sa.Text(), nullable=False),
        sa.Column("definition_hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["material_unit_id"],
            ["material_units.id"],
            name=op.f("fk_material_unit_snapshots_material_unit_id_material_units"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["planning_snapshot_id"],
            ["planning_snapshots.id"],
            name=op.f("fk_material_unit_snapshots_planning_snapshot_id_planning_snapshots"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_unit_snapshots")),
        sa.UniqueConstraint("uuid", name=op.f("uq_material_unit_snapshots_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_material_unit_snapshots_material_unit_id"),
        "material_unit_snapshots",
        ["material_unit_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_material_unit_snapshots_planning_snapshot_id"),
        "material_unit_snapshots",
        ["planning_snapshot_id"],
        unique=False,
    )
    op.create_table(
        "removed_sources",
        sa.Column("removed_record_id", sa.Integer(), nullable=False),
        sa.Column("finished_unit_id", sa.Integer(), nullable=True),
        sa.Column("finished_good_id", sa.Integer(), nullable=True),
        sa.Column("material_unit_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["finished_good_id"],
            ["finished_goods.id"],
            name=op.f("fk_removed_sources_finished_good_id_finished_goods"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["finished_unit_id"],
            ["finished_units.id"],
            name=op.f("fk_removed_sources_finished_unit_id_finished_units"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["material_unit_id"],
            ["material_units.id"],
            name=op.f("fk_removed_sources_material_unit_id_material_units"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["removed_record_id"],
            ["removed_records.id"],
            name=op.f("fk_removed_sources_removed_record_id_removed_records"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removed_sources")),
        sa.UniqueConstraint("uuid", name=op.f("uq_removed_sources_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_removed_sources_finished_good_id"),
        "removed_sources",
        ["finished_good_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_removed_sources_finished_unit_id"),
        "removed_sources",
        ["finished_unit_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_removed_sources_material_unit_id"),
        "removed_sources",
        ["material_unit_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_removed_sources_removed_record_id"),
        "removed_sources",
        ["removed_record_id"],
        unique=False,
    )
