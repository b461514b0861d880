"""What the baker decides about a plan: batches, buffers, and recipes that share batches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan_lines", sa.Column("buffer_percent", sa.Text(), nullable=True))
    op.create_table(
        "chosen_batches",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("finished_unit_uuid", sa.String(length=36), nullable=False),
        sa.Column("batches", sa.Text(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("accepted_shortfall", sa.Text(), nullable=True),
        *_identity("chosen_batches"),
        sa.UniqueConstraint(
            "event_id",
            "finished_unit_uuid",
            name=op.f("uq_chosen_batches_event_id_finished_unit_uuid"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "shared_recipes",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("recipe_uuid", sa.String(length=36), nullable=False),
        *_identity("shared_recipes"),
        sa.UniqueConstraint(
            "event_id", "recipe_uuid", name=op.f("uq_shared_recipes_event_id_recipe_uuid")
        ),
        sqlite_autoincrement=True,
    )


def _identity(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f(f"fk_{table}_event_id_events"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("uuid", name=op.f(f"uq_{table}_uuid")),
    )
