"""Runs the revisions on the connection that core.services.migration hands over."""

from alembic import context

from core.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # A rebuild of a table would drop its guards and, by cascade, its children.
    render_as_batch=False,
    transaction_per_migration=False,
)
context.run_migrations()
