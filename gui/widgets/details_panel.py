"""What the chosen row is made of: a recipe, a box's contents, or a material's amount."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.domain.keys import ComponentKind
from core.domain.rows import IngredientLine, ThingDetails
from gui.icons import icon
from gui.kinds import icon_role, kind_icon
from gui.since_words import since_text
from gui.texts import plain_tooltip
from gui.theme import SPACE_L, SPACE_S, SPACE_XL, SPACE_XS
from gui.widgets.details_texts import (
    batch_text,
    kind_text,
    line_amount,
    line_exact,
    line_name,
    material_text,
    recipe_text,
)
from gui.widgets.focus import FocusCard
from gui.widgets.icon_label import IconLabel
from gui.widgets.plain_label import plain_label
from gui.widgets.text_face import TextFace

LOADING_AFTER_MS = 200
LINES_SHOWN = 10
_SCROLLS = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}


class AmountLines(QWidget):
    """Amounts and names in two columns, in one where two do not fit."""

    def __init__(self, lines: Sequence[IngredientLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_S)
        self._grid.setVerticalSpacing(SPACE_XS)
        self._pairs = [(self._amount_label(line), self._name_label(line)) for line in lines]
        widest = [0, 0]
        for pair in self._pairs:
            for place, label in enumerate(pair):
                widest[place] = max(widest[place], label.sizeHint().width())
        self._pair_width = sum(widest) + SPACE_S
        self._arrange(1)

    def _amount_label(self, line: IngredientLine) -> QLabel:
        label = _label(line_amount(line))
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        if line_exact(line) != line_amount(line):
            label.setToolTip(plain_tooltip(line_exact(line)))
        return label

    def _name_label(self, line: IngredientLine) -> QLabel:
        label = _label(line_name(line))
        metrics = label.fontMetrics()
        limit = metrics.averageCharWidth() * 40
        label.setMinimumWidth(min(metrics.horizontalAdvance(label.text()) + 2, limit))
        label.setWordWrap(metrics.horizontalAdvance(label.text()) > limit)
        return label

    def columns(self) -> int:
        return self._columns

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            pass
        per_column = -(-len(self._pairs) // columns)
        for number, (amount, name) in enumerate(self._pairs):
            column, row = divmod(number, max(per_column, 1))
            self._grid.addWidget(amount, row, column * 3)
            self._grid.addWidget(name, row, column * 3 + 1)
        self._grid.setColumnMinimumWidth(2, SPACE_XL if columns == 2 else 0)
        for column in range(6):
            self._grid.setColumnStretch(column, 1 if column == 5 else 0)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._pair_width, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = len(self._pairs) > 1 and event.size().width() >= 2 * self._pair_width + 2 * SPACE_XL
        self._arrange(2 if fits else 1)


class DetailsPanel(FocusCard):
    """Shows one ThingDetails; its size does not follow what it shows, it scrolls instead."""

    closed = Signal()
    retry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("details")
        self.setAccessibleName(self.tr("Details"))
        self.setProperty("card", True)
        self._shown: ThingDetails | None = None
        self._note: str | None = None
        self._icon = IconLabel("item", "accent", scale=1.2)
        self._title = TextFace(look="heading")
        self._title.setObjectName("details_title")
        self._kind = _label("", "muted")
        self._kind.setObjectName("details_kind")
        self._close = QPushButton()
        self._close.setObjectName("details_close")
        self._close.setProperty("flat", True)
        self._close.setAutoDefault(True)  # Enter presses it
        self._close.setAccessibleName(self.tr("Close the details"))
        self._close.setToolTip(self.tr("Close the details (Space)"))
        self._close.clicked.connect(self.closed)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("details_body")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self._icon)
        head.addWidget(self._title)
        head.addWidget(self._kind)
        head.addStretch(1)
        head.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_S, SPACE_S, SPACE_S)
        layout.setSpacing(SPACE_XS)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        self._loading = QTimer(self)
        self._loading.setSingleShot(True)
        self._loading.setInterval(LOADING_AFTER_MS)
        self._loading.timeout.connect(self._show_reading)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._dress()
        self.show_nothing()

    def show_details(self, details: ThingDetails, *, note: str | None = None) -> None:
        """`note` is the row's own: in a narrow window it stands nowhere else."""
        self._loading.stop()
        is_same = self._shown is not None and self._shown.uuid == details.uuid
        place = self._scroll.verticalScrollBar().value() if is_same else 0
        self._shown, self._note = details, note
        unit = details.item_unit or details.portion_description or ""
        self._icon.set_icon(kind_icon(details.kind, unit), icon_role(details.kind))
        self._set_head(details.name, kind_text(details), since_text(details.since))
        self._set_body(self._body_of(details))
        self._scroll.verticalScrollBar().setValue(place)

    def show_nothing(self) -> None:
        self._show_sentence(self.tr("Choose a row to see its recipe or contents."))

    def show_loading(self) -> None:
        """Keeps what is shown for a moment, so that moving through rows does not flicker."""
        if not self._loading.isActive():
            self._loading.start()

    def show_failure(self, sentence: str) -> None:
        self._show_sentence(sentence or self.tr("Could not be read."))
        retry = QPushButton(self.tr("Retry"))
        retry.setObjectName("details_retry")
        retry.clicked.connect(self.retry_wanted)
        row = QHBoxLayout()
        row.addWidget(retry)
        row.addStretch(1)
        body = self._body.layout()
        if isinstance(body, QVBoxLayout):
            body.insertLayout(1, row)

    def shown(self) -> ThingDetails | None:
        return self._shown

    def _show_reading(self) -> None:
        self._show_sentence(self.tr("Reading…"))

    def _show_sentence(self, sentence: str) -> None:
        self._loading.stop()
        self._shown = None
        self._set_head("", "")
        self._set_body([_label(sentence, "muted", wraps=True)])

    def _set_head(self, title: str, kind: str, since: str = "") -> None:
        self._icon.setVisible(bool(title))
        self._title.set_face(title)
        self._title.setVisible(bool(title))
        self._kind.setText(kind)
        head = f"{title}, {kind}" if title else ""
        self.setAccessibleDescription(f"{head}. {since}" if since else head)

    def _set_body(self, parts: Sequence[QWidget]) -> None:
        self._body = QWidget()
        self._body.setObjectName("page")
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, SPACE_S, SPACE_XS)
        layout.setSpacing(SPACE_S)
        for part in parts:
            layout.addWidget(part)
        layout.addStretch(1)
        self._scroll.setWidget(self._body)

    def _body_of(self, details: ThingDetails) -> list[QWidget]:
        parts = self._facts_of(details)
        if since := since_text(details.since):
            parts.append(_marked("changed", since))
        if self._note and self._note.strip():
            parts.append(_marked("note", self._note.strip(), role="muted"))
        for text in (details.description, details.notes, details.recipe_notes):
            if text and text.strip() and text.strip() != details.name:
                parts.append(_label(text.strip(), "muted", wraps=True))
        return parts

    def _facts_of(self, details: ThingDetails) -> list[QWidget]:
        """What the thing is made of, or holds."""
        parts: list[QWidget] = []
        if details.kind is ComponentKind.FINISHED_UNIT:
            parts.append(self._batch_line(details))
            if details.recipe_lines:
                parts.append(AmountLines(details.recipe_lines))
        elif details.kind is ComponentKind.FINISHED_GOOD:
            if details.contents:
                parts.append(_label(self.tr("In each box"), "strong"))
                parts.append(AmountLines(details.contents))
            else:
                parts.append(_label(self.tr("Nothing is in this box yet."), "muted"))
        elif details.kind is ComponentKind.MATERIAL:
            sentence = self.tr("Which {name} is used is chosen later.").format(name=details.name)
            parts.append(_marked("chosen_later", sentence))
        elif material := material_text(details):
            parts.append(_label(material, wraps=True))
        return parts

    def _batch_line(self, details: ThingDetails) -> QWidget:
        batch, recipe = batch_text(details), recipe_text(details)
        if not batch:
            batch_label = _marked("changed", self.tr("No number a batch is known."), wraps=False)
        else:
            batch_label = _label(batch, "strong")
        if not recipe:
            return batch_label
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(batch_label)
        face = TextFace()
        face.setObjectName("details_recipe")
        face.set_face(recipe, "muted")
        row.addWidget(face)
        row.addStretch(1)
        return line

    def _dress(self) -> None:
        self._close.setIcon(icon("close", "muted"))

    # Keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With the keyboard on the whole panel, what does not fit can be scrolled to."""
        action = _SCROLLS.get(Qt.Key(event.key()))
        if action is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self._scroll.verticalScrollBar().triggerAction(action)

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(
            metrics.averageCharWidth() * 60, (metrics.height() + 4) * LINES_SHOWN + 2 * SPACE_L
        )

    @override
    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 24, (metrics.height() + 4) * 4 + SPACE_XL)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()


def _label(text: str, look: str = "", *, wraps: bool = False) -> QLabel:
    return plain_label(text, look=look, wraps=wraps, can_be_marked=True)


def _marked(name: str, sentence: str, *, wraps: bool = True, role: str = "caution") -> QWidget:
    """A sentence behind its icon, both in the colour of a role."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_S)
    row.addWidget(IconLabel(name, role))
    row.addWidget(_label(sentence, role, wraps=wraps), 1)
    return line
