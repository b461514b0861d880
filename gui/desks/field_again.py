"""A refused edit of a text in place: its field opens again, with all she typed and the reason."""

from __future__ import annotations

from core.errors import (
    CoreError,
    DatabaseBusyError,
    DatabaseUnavailableError,
    NotFoundError,
)
from gui.actions.acts import Acts
from gui.flow import Flow
from gui.widgets.editable_label import EditableLabel


def or_field_again(acts: Acts, edit: Flow, *, field: EditableLabel, typed: str) -> Flow:
    """Runs an edit. What a Retry may still do, and what is gone, is reported as anywhere else."""
    try:
        yield from edit
    except (DatabaseBusyError, DatabaseUnavailableError, NotFoundError):
        raise
    except CoreError as refused:
        if not field.isVisible():
            raise  # she has gone to another page meanwhile
        field.set_error(refused.sentence, typed)
        acts.context.errors.note_shown(refused)
