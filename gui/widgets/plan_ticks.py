"""A list of coming plans, each with a tick, its day, and what changed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui import texts, theme
from gui.widgets.plain_label import plain_label
from gui.words import TITLE_NAME, name_text

ROWS_HIGH = 16  # lines of text; what is more is scrolled to
ALL_FROM = 4  # so many plans have one tick for all of them
_INDICATOR = 24  # a tick's box and the room beside it


@dataclass(frozen=True, slots=True)
class PlanTick:
    """One plan: its name, its day, and sentences, each with the look of its label."""

    event_id: int
    name: str
    day: str
    sentences: tuple[tuple[str, str], ...]


class PlanTicks(QScrollArea):
    """As high as its rows, up to a limit; Tab goes through the ticks and scrolls to them."""

    ticked = Signal()

    def __init__(self, plans: Sequence[PlanTick], unticked: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self.setObjectName("plans")
        self.setAccessibleName(self.tr("Plans that changed"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = QWidget()
        self._page.setObjectName("page")
        self._rows = QVBoxLayout(self._page)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.SPACE_M)
        self.all_tick = QCheckBox(
            self.tr("All {count} plans").format(count=texts.count_text(len(plans)))
        )
        self.all_tick.setObjectName("all_plans")
        self.all_tick.clicked.connect(self._on_all)
        self._rows.addWidget(self.all_tick)
        self.all_tick.setVisible(len(plans) >= ALL_FROM)
        self.ticks = {plan.event_id: self._add(plan) for plan in plans}
        for event_id, tick in self.ticks.items():
            tick.setChecked(event_id not in unticked)
            tick.toggled.connect(self._on_ticked)
        self._rows.addStretch(1)
        self.setWidget(self._page)
        self._show_all()

    def ticked_ids(self) -> tuple[int, ...]:
        return tuple(event_id for event_id, tick in self.ticks.items() if tick.isChecked())

    def first(self) -> QCheckBox:
        return next(iter(self.ticks.values()))

    def fit_width(self, width: int) -> None:
        """Takes the height that the wrapped sentences need at this width."""
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.invalidate()
        least = self._rows.minimumSize().width()
        most = self.fontMetrics().height() * ROWS_HIGH
        height = self._rows.totalHeightForWidth(max(width, least))
        if height > most:
            self._rows.setContentsMargins(0, 0, theme.SPACE_S, 0)  # beside the scroll bar
            least += self.verticalScrollBar().sizeHint().width() + theme.SPACE_S
        self.setMinimumWidth(least)
        self.setFixedHeight(min(height, most))

    def _add(self, plan: PlanTick) -> QCheckBox:
        row = QVBoxLayout()
        row.setSpacing(theme.SPACE_XS)
        tick = QCheckBox(texts.escape_mnemonic(name_text(plan.name, TITLE_NAME)))
        tick.setObjectName(f"plan_{plan.event_id}")
        tick.setProperty("strong", True)
        tick.setToolTip(texts.plain_tooltip(texts.one_line(plan.name)))
        said = [plan.day, *(text for text, _ in plan.sentences)]
        tick.setAccessibleDescription(". ".join(said))
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_M)
        head.addWidget(tick)
        head.addStretch(1)
        head.addWidget(plain_label(plan.day, look="muted", wraps=False))
        row.addLayout(head)
        for text, look in plan.sentences:
            below = QHBoxLayout()
            below.addSpacing(_INDICATOR)
            below.addWidget(plain_label(text, look=look), 1)
            row.addLayout(below)
        self._rows.addLayout(row)
        return tick

    def _on_ticked(self) -> None:
        self._show_all()
        self.ticked.emit()

    def _show_all(self) -> None:
        count = len(self.ticked_ids())
        state = Qt.CheckState.PartiallyChecked
        if count in (0, len(self.ticks)):
            state = Qt.CheckState.Checked if count else Qt.CheckState.Unchecked
        self.all_tick.setCheckState(state)

    def _on_all(self) -> None:
        """A click on what is partly ticked ticks all of them."""
        is_ticked = len(self.ticked_ids()) < len(self.ticks)
        for tick in self.ticks.values():
            tick.setChecked(is_ticked)
        self._show_all()
