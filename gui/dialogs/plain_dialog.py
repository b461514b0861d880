"""What all dialogs share: a title line, plain text, a row of buttons, and a height that fits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import theme
from gui.widgets.band import Band
from gui.widgets.icon_label import IconLabel
from gui.widgets.plain_label import plain_label

WIDE_CHARACTERS = 88
_HIGH = 10_000


class PlainDialog(QDialog):
    """Made open by the flow runner with `open()`; what it found out is `answer()`.

    `body` takes the contents; buttons stand below, in the order they are added.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        # Qt would add the program's name by itself, with another dash than the window's title has.
        self.setWindowTitle(self.tr("{title} - Proofbook").format(title=title))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        outer.setSpacing(theme.SPACE_M)
        # Qt's own least height counts each wrapped text at its narrowest; fit() knows better.
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.title_label = self.make_text(title, "title", role="title")
        title_row = QHBoxLayout()
        title_row.addWidget(self.title_label, 1)
        title_row.addStretch(0)
        outer.addLayout(title_row)
        self.banner = Band("changed", "", parent=self)
        self.banner.setObjectName("band")
        self.banner.hide()
        outer.addWidget(self.banner)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.SPACE_M)
        outer.addLayout(self.body)
        outer.addStretch(1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.SPACE_S)
        self._buttons.addStretch(1)
        outer.addSpacing(theme.SPACE_XS)
        outer.addLayout(self._buttons)
        self._is_fitted = False

    def make_text(self, text: str, name: str = "", *, role: str = "") -> QLabel:
        return plain_label(text, name, role)

    def add_row(self, icon: str, text: str, *, role: str = "muted", name: str = "") -> QLabel:
        """One line with its icon; the label comes back so that its text can follow a tick."""
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(IconLabel(icon, role), 0, Qt.AlignmentFlag.AlignTop)
        label = self.make_text(text, name)
        row.addWidget(label, 1)
        self.body.addLayout(row)
        return label

    def add_button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        self._buttons.addWidget(button)
        return button

    def show_banner(self, text: str) -> None:
        self.banner.set_text(text)
        self.banner.setVisible(bool(text))
        self.fit()

    def fit(self) -> None:
        """Takes the height that the wrapped texts need at the dialog's width."""
        layout = self.layout()
        if layout is None:
            return
        widest = self.fontMetrics().averageCharWidth() * WIDE_CHARACTERS
        width = max(self.width() if self._is_fitted else widest, layout.minimumSize().width())
        edges = layout.contentsMargins()
        self._balance_title(width - edges.left() - edges.right())
        for each in self.findChildren(QLayout):
            each.invalidate()  # a sentence that just came or went has not reached it yet
        layout.activate()
        height = layout.totalHeightForWidth(width)
        if height < 0:
            height = layout.totalSizeHint().height()
        self.setMinimumSize(layout.minimumSize().width(), height)
        self.resize(width, height)

    def _balance_title(self, room: int) -> None:
        """A title that wraps has lines of like length: no single word stands below."""
        label = self.title_label
        label.ensurePolished()
        whole = QRect(0, 0, room, _HIGH)
        flags = int(Qt.TextFlag.TextWordWrap)
        metrics = label.fontMetrics()
        height = metrics.boundingRect(whole, flags, label.text()).height()
        narrow, wide = 0, room
        while wide - narrow > 1:
            middle = (narrow + wide) // 2
            found = metrics.boundingRect(QRect(0, 0, middle, _HIGH), flags, label.text())
            if found.height() <= height and found.width() <= middle:
                wide = middle
            else:
                narrow = middle
        label.setMaximumWidth(min(wide + theme.SPACE_XS, room))

    def grow(self) -> None:
        """Makes room for a sentence that came or went, once the dialog is on screen."""
        if self._is_fitted:
            self.fit()

    def take(self) -> None:
        """What Ctrl+Return does in a form; nothing in a question that has no accent button."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if is_ctrl and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
            return
        super().keyPressEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_fitted:
            self.fit()
            self._is_fitted = True

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._is_fitted:
            self.fit()
