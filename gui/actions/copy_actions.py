"""A whole plan as plain text, for a message to a helper."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from core.domain.rows import ContentRow, EventRow, SnapshotDetail, SourceRef
from core.services import contents_service
from gui import texts
from gui.actions.acts import Acts
from gui.flow import Flow, Work

INDENT = "  "


def copy_event(acts: Acts, event: EventRow) -> Flow:
    """Title, date, and the plan as it is now."""
    head = [event.name]
    if event.event_date is not None:
        head.append(texts.date_text(event.event_date))
    head.append(QCoreApplication.translate("Acts", "The plan as it is now"))
    return _copy(acts, head, SourceRef(event_id=event.id))


def copy_snapshot(acts: Acts, detail: SnapshotDetail) -> Flow:
    """Title, date, number, code, and the plan as it was."""
    row = detail.row
    head = [row.event_name or ""]
    if row.event_date is not None:
        head.append(texts.date_text(row.event_date))
    if row.version is not None:
        head.append(
            QCoreApplication.translate("Acts", "Snapshot {number}, {moment}, code {code}").format(
                number=row.version, moment=texts.moment_text(row.created_at), code=row.code
            )
        )
    if row.reason:
        head.append(row.reason)
    return _copy(acts, head, SourceRef(snapshot_id=row.id))


def _copy(acts: Acts, head: list[str], source: SourceRef) -> Flow:
    rows = yield Work(partial(contents_service.whole_tree, source))
    lines = [text for text in head if text]
    lines += ["", *(_row_text(depth, row) for depth, row in rows)]
    yield from copy_text(acts, "\n".join(lines) + "\n")


def copy_text(acts: Acts, text: str) -> Flow:
    """Puts a text on the clipboard, and says so."""
    QGuiApplication.clipboard().setText(text)
    acts.screen.show_notice(QCoreApplication.translate("Acts", "Copied as text."))
    yield from ()


def _row_text(depth: int, row: ContentRow) -> str:
    name = row.name
    if row.is_generic:
        name = QCoreApplication.translate("Acts", "{name}, chosen later").format(name=row.name)
    note = f" ({texts.one_line(row.notes)})" if row.notes else ""
    amount = texts.amount_text(row.in_all)
    unit = texts.unit_with_buffer(row.unit, row.buffer_percent)
    return f"{INDENT * depth}{amount} {unit}  {name}{note}"
