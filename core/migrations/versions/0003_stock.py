"""What the baker has of an ingredient or material."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("ingredients", "materials"):
        op.add_column(table, sa.Column("stock_amount", sa.Text(), nullable=True))
        op.add_column(table, sa.Column("stock_unit", sa.Text(), nullable=True))
        op.add_column(table, sa.Column("stock_as_of", sa.Date(), nullable=True))
