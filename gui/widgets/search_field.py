"""The search field: asks a moment after the typing stops, and says how much was found."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from typing_extensions import override

from core.domain.rows import ListHits
from gui import theme
from gui.icons import icon

ASK_AFTER_MS = 150


class SearchField(QLineEdit):
    """Emits `search_wanted` with what was typed, and "" as soon as it is empty."""

    search_wanted = Signal(str)
    left = Signal(bool)  # Esc, or a key that goes down into the list; True to choose a hit

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = ""
        self.setObjectName("search")
        self.setPlaceholderText(self.tr("Search events, notes, anything baked"))
        self.setAccessibleName(self.tr("Search"))
        self.setMaxLength(200)
        self._glass = self.addAction(
            icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._hits = QLabel(self)
        self._hits.setObjectName("search_hits")
        self._hits.setProperty("muted", True)
        self._hits.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hits.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ASK_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        self.textChanged.connect(self._on_text_changed)

    def set_hits(self, hits: ListHits | None) -> None:
        """ "4 of 214"; None when there is nothing to say."""
        if hits is None or not self._asked:
            self._hits.hide()
        else:
            text = self.tr("{found} of {total}")
            self._hits.setText(
                text.format(
                    found=self.locale().toString(hits.found),
                    total=self.locale().toString(hits.total),
                )
            )
            self._hits.show()
        self._place_hits()

    def forget(self) -> None:
        """Empties the field without asking for anything."""
        self._timer.stop()
        self._asked = ""
        self.clear()
        self._timer.stop()
        self.set_hits(None)

    def _on_text_changed(self) -> None:
        if self.text().strip():
            self._timer.start()
        else:
            self._ask()

    def _ask(self) -> None:
        self._timer.stop()
        text = self.text().strip()
        if text != self._asked:
            self._asked = text
            self.set_hits(None)
            self.search_wanted.emit(text)

    def _place_hits(self) -> None:
        width = self._hits.sizeHint().width() if self._hits.isVisibleTo(self) else 0
        self.setTextMargins(0, 0, width, 0)
        left = self.width() - width - theme.SPACE_S
        self._hits.setGeometry(left, 0, width, self.height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit(False)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._ask()
            self.left.emit(True)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_hits()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._glass.setIcon(icon("search", "muted"))
