"""Below a table: how the chosen row's number adds up, down to recipe lines and planned lines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.domain.plan_summary import PlanSummary, Proof
from gui import theme
from gui.icons import icon
from gui.theme import SPACE_L, SPACE_S, SPACE_XL, SPACE_XS
from gui.widgets.focus import FocusCard
from gui.widgets.plain_label import plain_label
from gui.widgets.proof_tree import ProofTree
from gui.widgets.text_face import TextFace

ROWS_SHOWN = 6
LEAST_ROWS = 2


class ProofPanel(FocusCard):
    """Its size does not follow what it shows, it scrolls instead.

    With a number its keyboard is the tree's; without one the whole panel can have the focus.
    """

    closed = Signal()
    source_wanted = Signal(object)  # core.domain.plan_summary.Source: a thing, or a planned line

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("proof_panel")
        self.setAccessibleName(self.tr("How it adds up"))
        self.setProperty("card", True)
        self._title = TextFace(look="heading")
        self._title.setObjectName("proof_title")
        self._text = TextFace()
        self._text.setObjectName("proof_text")
        self._nothing = plain_label(
            self.tr("Choose a row to see how it adds up."), "proof_nothing", "muted"
        )
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._close = QPushButton()
        self._close.setObjectName("proof_close")
        self._close.setProperty("flat", True)
        self._close.setAutoDefault(True)  # Enter presses it
        self._close.setAccessibleName(self.tr("Close how it adds up"))
        self._close.setToolTip(self.tr("Close how it adds up (Space)"))
        self._close.clicked.connect(self.closed)
        self.tree = ProofTree()
        self.tree.source_wanted.connect(self.source_wanted)
        self.tree.hide_wanted.connect(self.closed)
        self._body = QStackedWidget()
        self._body.addWidget(self._nothing)
        self._body.addWidget(self.tree)
        self._arrange()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._dress()
        self.show_nothing()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_S, SPACE_S, SPACE_S)
        layout.setSpacing(SPACE_XS)
        layout.addLayout(head)
        layout.addWidget(self._text)
        layout.addWidget(self._body, 1)

    def show_proof(self, summary: PlanSummary, *, title: str, text: str, proof: Proof) -> None:
        """`proof` is one of the summary's own; what is open and chosen stays if it is shown anew."""
        self._set_head(title, text)
        is_same = self.tree.proof.show_proof(summary, proof)
        self._body.setCurrentWidget(self.tree)
        self.setFocusProxy(self.tree)  # which takes the focus if the panel has it
        if not is_same:
            self.tree.begin()
        else:
            self.tree.fit()

    def show_nothing(self) -> None:
        self._set_head("", "")
        had_focus = self.tree.hasFocus()
        self.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none
        self._body.setCurrentWidget(self._nothing)
        self.tree.proof.clear()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_head(self, title: str, text: str) -> None:
        self._title.set_face(title)
        self._title.setVisible(bool(title))
        self._text.set_face(text, "muted")
        self._text.setVisible(bool(text))
        self.setAccessibleDescription(f"{title}, {text}" if title and text else title)

    def _dress(self) -> None:
        self._close.setIcon(icon("close", "muted"))

    @override
    def has_whole_focus(self) -> bool:
        return self.hasFocus() and self.focusProxy() is None

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 60, self._height_of(ROWS_SHOWN))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 24, self._height_of(LEAST_ROWS))

    def _height_of(self, rows: int) -> int:
        heads = self._title.minimumSizeHint().height() + self._text.minimumSizeHint().height()
        return heads + theme.row_height() * rows + SPACE_XL

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()
