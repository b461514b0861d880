"""The one door through which errors reach the baker: banner, message or details dialog."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import CoreError, DatabaseBusyError, DatabaseUnavailableError
from gui import theme

logger = logging.getLogger(__name__)


class UnexpectedErrorDialog(QDialog):
    """Says in plain words that something went wrong; what exactly is folded away."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unexpected_error_dialog")
        self.setWindowTitle(self.tr("Proofbook"))
        sentence = QLabel(
            self.tr(
                "Something went wrong that Proofbook did not expect. What was saved stays saved."
            ),
            self,
        )
        sentence.setObjectName("unexpected_error_sentence")
        sentence.setTextFormat(Qt.TextFormat.PlainText)
        sentence.setProperty("heading", True)
        sentence.setWordWrap(True)
        sentence.setMinimumWidth(440)
        self._details = QPlainTextEdit(details, self)
        self._details.setObjectName("unexpected_error_details")
        self._details.setAccessibleName(self.tr("Details"))
        self._details.setReadOnly(True)
        self._details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._details.setMinimumSize(QSize(520, 220))
        self._details.hide()

        buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self._show = self._add_button(buttons, self.tr("Show details"), role.ActionRole)
        self._show.setObjectName("unexpected_error_show")
        self._show.clicked.connect(self._on_show_clicked)
        copy = self._add_button(buttons, self.tr("Copy"), role.ActionRole)
        copy.setObjectName("unexpected_error_copy")
        copy.clicked.connect(self._on_copy_clicked)
        close = self._add_button(buttons, self.tr("Close"), role.RejectRole)
        close.setDefault(True)
        close.setFocus()
        buttons.rejected.connect(self.reject)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_M)
        for widget in (sentence, self._details, buttons):
            layout.addWidget(widget)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)

    def details(self) -> str:
        return self._details.toPlainText()

    def _add_button(
        self, buttons: QDialogButtonBox, text: str, role: QDialogButtonBox.ButtonRole
    ) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        buttons.addButton(button, role)
        return button

    @Slot()
    def _on_show_clicked(self) -> None:
        is_shown = self._details.isHidden()
        self._details.setVisible(is_shown)
        self._show.setText(self.tr("Hide details") if is_shown else self.tr("Show details"))
        self.adjustSize()

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.details())


class ErrorReporter(QObject):
    """Decides by an error's class alone how it is shown; `strict` collects what is unexpected."""

    # A sentence, and a callable without arguments that tries again, or None.
    banner_wanted = Signal(str, object)
    message_wanted = Signal(str)
    reported = Signal()  # any error, wherever its sentence is shown
    _reported_elsewhere = Signal(object)

    def __init__(self, parent: QObject | None = None, *, strict: bool = False) -> None:
        super().__init__(parent)
        self.strict = strict
        self.unexpected: list[BaseException] = []
        self._window: QWidget | None = None
        self._dialog: UnexpectedErrorDialog | None = None
        self._hooks: tuple[Any, Any] | None = None
        self._reported_elsewhere.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)

    def set_window(self, window: QWidget | None) -> None:
        """The parent of the dialog for unexpected errors."""
        self._window = window

    def report(self, error: BaseException, retry: Callable[[], None] | None = None) -> None:
        """Shows an error to the baker; to be called on the GUI thread."""
        self.reported.emit()
        if isinstance(error, DatabaseUnavailableError | DatabaseBusyError):
            logger.warning("%s: %s", type(error).__name__, error.sentence)
            self.banner_wanted.emit(error.sentence, retry)
        elif isinstance(error, CoreError):
            logger.info("%s: %s", type(error).__name__, error.sentence)
            self.message_wanted.emit(error.sentence)
        elif self.strict:
            self.unexpected.append(error)
        else:
            logger.error("Unexpected error", exc_info=error)
            self._show_unexpected(error)

    def note_shown(self, error: CoreError) -> None:
        """An error whose sentence stands where it belongs, at the field that it is about."""
        logger.info("%s: %s", type(error).__name__, error.sentence)
        self.reported.emit()

    def install(self) -> None:
        """Makes this the door for every exception that nobody caught, on any thread."""
        if self._hooks is None:
            self._hooks = (sys.excepthook, threading.excepthook)
            sys.excepthook = self._on_uncaught
            threading.excepthook = self._on_uncaught_in_thread

    def uninstall(self) -> None:
        if self._hooks is not None:
            sys.excepthook, threading.excepthook = self._hooks
            self._hooks = None

    def _on_uncaught(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
        elif threading.current_thread() is threading.main_thread():
            self._on_reported(error)
        else:
            self._reported_elsewhere.emit(error)

    def _on_uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_uncaught(args.exc_type, args.exc_value, args.exc_traceback)

    @Slot(object)
    def _on_reported(self, error: BaseException) -> None:
        try:
            self.report(error)
        except Exception:
            # Nothing is left to show it with; the first error must not be lost over the second.
            sys.__excepthook__(type(error), error, error.__traceback__)
            sys.__excepthook__(*sys.exc_info())

    def _show_unexpected(self, error: BaseException) -> None:
        if self._dialog is not None:
            return
        details = "".join(traceback.format_exception(error))
        self._dialog = UnexpectedErrorDialog(details, self._window)
        self._dialog.finished.connect(self._on_dialog_finished)
        self._dialog.open()

    @Slot()
    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
