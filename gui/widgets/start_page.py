"""The first page of all, while there is nothing to show: three ways to begin."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import theme
from gui.widgets.icon_label import IconLabel
from gui.widgets.plain_label import plain_label

CARD_CHARACTERS = 34


class StartCard(QFrame):
    """What it is called, what it does, and its button."""

    def __init__(self, icon: str, button: QPushButton, *, title: str, text: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._button = button
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_S)
        layout.addWidget(IconLabel(icon, "accent", scale=1.3))
        layout.addWidget(plain_label(title, look="heading"))
        layout.addWidget(plain_label(text, look="muted"))
        layout.addStretch(1)
        layout.addSpacing(theme.SPACE_L)
        layout.addLayout(row)
        self.take_look()

    def take_look(self) -> None:
        """Between what the button needs and a line that is easily read."""
        least = self._button.sizeHint().width() + 34
        most = self.fontMetrics().averageCharWidth() * CARD_CHARACTERS + 34
        self.setMinimumWidth(least)
        self.setMaximumWidth(max(least, most))


class StartPage(QScrollArea):
    """Speaks by four wishes; a dropped file is the window's business."""

    sample_wanted = Signal()
    import_wanted = Signal()
    new_event_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start_page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(theme.SPACE_S, theme.SPACE_XL, theme.SPACE_S, theme.SPACE_XL)
        layout.setSpacing(theme.SPACE_M)
        layout.addStretch(2)
        layout.addWidget(IconLabel("book", "accent", scale=3), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(
            self._centered(self.tr("Plan what you bake. Keep every decision."), "title")
        )
        layout.addWidget(
            self._centered(
                self.tr(
                    "Plan an event, finalize it, and go on changing recipes and boxes.\n"
                    "Each snapshot still shows what you decided that day."
                ),
                "muted",
            )
        )
        layout.addSpacing(theme.SPACE_M)
        layout.addLayout(self._cards())
        layout.addSpacing(theme.SPACE_S)
        layout.addLayout(self._open_row())
        layout.addStretch(3)
        self.setWidget(page)

    def _centered(self, text: str, look: str) -> QLabel:
        label = plain_label(text, look=look)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def _cards(self) -> QBoxLayout:
        self.sample_button = self._button("open_sample", self.tr("Open the sample bakery"))
        self.sample_button.setProperty("accent", True)
        self.sample_button.clicked.connect(self.sample_wanted)
        self.import_button = self._button("import", self.tr("Import…"))
        self.import_button.clicked.connect(self.import_wanted)
        self.new_event_button = self._button("start_new_event", self.tr("New event"))
        self.new_event_button.clicked.connect(self.new_event_wanted)
        cards = (
            StartCard(
                "sample",
                self.sample_button,
                title=self.tr("Look around first"),
                text=self.tr(
                    "Opens the sample bakery, a file of its own. Nothing of it gets into yours."
                ),
            ),
            StartCard(
                "import",
                self.import_button,
                title=self.tr("Bring your recipes"),
                text=self.tr(
                    "Reads a bake-tracker file and shows what would be added, before it is."
                ),
            ),
            StartCard(
                "new_event",
                self.new_event_button,
                title=self.tr("Start from nothing"),
                text=self.tr("Name your first event. Items and boxes are made as you go."),
            ),
        )
        self._cards_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards_row.setSpacing(theme.SPACE_L)
        self._cards_row.addStretch(1)
        for card in cards:
            self._cards_row.addWidget(card, 1000)
        self._cards_row.addStretch(1)
        self._made_cards = cards
        return self._cards_row

    def _arrange(self) -> None:
        """Side by side, or one below the other where that is too wide."""
        spacings = 16 * (len(self._made_cards) - 1) + 16
        needed = sum(card.minimumWidth() for card in self._made_cards) + spacings
        is_wide = self.viewport().width() >= needed
        sides = QBoxLayout.Direction
        self._cards_row.setDirection(sides.LeftToRight if is_wide else sides.TopToBottom)
        for card in self._made_cards:
            side = Qt.AlignmentFlag(0) if is_wide else Qt.AlignmentFlag.AlignHCenter
            self._cards_row.setAlignment(card, side)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            for card in self.findChildren(StartCard):
                card.take_look()

    def _open_row(self) -> QHBoxLayout:
        self.open_button = self._button("open", self.tr("Open it…"))
        self.open_button.setProperty("link", True)
        self.open_button.clicked.connect(self.open_wanted)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_XS)
        row.addStretch(1)
        row.addWidget(plain_label(self.tr("Someone sent you a file?"), look="muted", wraps=False))
        row.addWidget(self.open_button)
        row.addWidget(plain_label(self.tr("or drop it on this window."), look="muted", wraps=False))
        row.addStretch(1)
        return row

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        return button
