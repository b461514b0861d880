"""Where a thing is used: a line for each kind, in which every name is a link."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.catalog import Usage, UsePlace
from core.domain.keys import ThingKind
from gui import texts
from gui.catalog_words import counted_text
from gui.theme import SPACE_S, SPACE_XS
from gui.widgets.catalog.form_row import label_width
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.focus import keeps_focus, order_tabs
from gui.widgets.plain_label import plain_label
from gui.words import name_text

FIRST_NAMES = 5
LONGEST_NAME = 40  # characters

# In the order in which a Usage names its places.
_KINDS = (
    ThingKind.FINISHED_GOOD,
    ThingKind.FINISHED_UNIT,
    ThingKind.RECIPE,
    ThingKind.EVENT,
    ThingKind.SNAPSHOT,
    ThingKind.REMOVED,
)


def count_text(kind: ThingKind, count: int) -> str:
    """`2 boxes`."""
    translate = QCoreApplication.translate
    if kind is ThingKind.SNAPSHOT:
        return texts.snapshots_text(count)
    if kind is ThingKind.EVENT:
        one, many = translate("UsedIn", "1 plan"), translate("UsedIn", "{count} plans")
    elif kind is ThingKind.REMOVED:
        one = translate("UsedIn", "1 thing in the trash")
        many = translate("UsedIn", "{count} things in the trash")
    else:
        return counted_text(kind, count)
    return one if count == 1 else many.format(count=count)


def counts(usage: Usage) -> dict[ThingKind, int]:
    numbers = (
        usage.box_count,
        usage.item_count,
        usage.recipe_count,
        usage.plan_count,
        usage.snapshot_count,
        usage.trash_count,
    )
    return dict(zip(_KINDS, numbers, strict=True))


def by_kind(usage: Usage) -> dict[ThingKind, list[UsePlace]]:
    """The places of each kind; one that nothing can be opened for is the trash's."""
    found: dict[ThingKind, list[UsePlace]] = {kind: [] for kind in _KINDS}
    for place in usage.places:
        kind = place.key.kind if place.key is not None else ThingKind.REMOVED
        found.setdefault(kind, []).append(place)
    return found


class PlaceLink(QPushButton):
    """The name of a place; it is not pressed where there is nothing to open."""

    chosen = Signal(object)  # Key

    def __init__(self, place: UsePlace, *, is_last: bool) -> None:
        name = name_text(place.name, LONGEST_NAME)
        super().__init__(texts.escape_mnemonic(name if is_last else f"{name},"))
        self._key = place.key
        self.setObjectName("used_in_place")
        self.setProperty("link", True)
        self.setAccessibleName(texts.one_line(place.name))
        if len(texts.one_line(place.name)) > LONGEST_NAME:
            self.setToolTip(texts.plain_tooltip(place.name))
        if place.key is None:
            self.setEnabled(False)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._key)


class UsedLine(QWidget):
    """One kind: "2 boxes", and beside it the names, as a form's label and what it is about."""

    place_wanted = Signal(object)  # Key

    def __init__(self, head: str, places: Sequence[UsePlace], *, count: int, first: int) -> None:
        super().__init__()
        self.setObjectName("used_in_line")
        self._places = tuple(places)
        self._count = count
        self._first = first  # names shown before it is opened
        self._head_width = 0
        self._head = plain_label(head, look="head", wraps=False)
        self._head.setContentsMargins(0, SPACE_XS + 1, 0, 0)
        self._flow = FlowLayout(spacing=SPACE_XS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._head, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._flow, 1)
        self._take_look()
        self._more: QPushButton | None = None
        self._add(self._places[:first])
        self._say_more(len(self._places[:first]))

    def head_width(self) -> int:
        """What its words need."""
        self._head.ensurePolished()  # its font comes with the style
        return self._head.fontMetrics().horizontalAdvance(self._head.text()) + SPACE_S

    def set_head_width(self, width: int) -> None:
        """Instead of that of a form's labels."""
        self._head_width = width
        self._take_look()

    def _take_look(self) -> None:
        self._head.setMinimumWidth(self._head_width or label_width(self))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_look()

    def links(self) -> list[PlaceLink]:
        return self.findChildren(PlaceLink)

    def _add(self, places: Sequence[UsePlace]) -> None:
        for place in places:
            link = PlaceLink(place, is_last=place is self._places[-1])
            link.chosen.connect(self.place_wanted)
            self._flow.addWidget(link)

    def _say_more(self, shown: int) -> None:
        left = self._count - shown
        if left <= 0:
            return
        text = QCoreApplication.translate("UsedIn", "and {count} more").format(count=left)
        if len(self._places) > shown:
            self._more = QPushButton(text, self)
            self._more.setObjectName("used_in_more")
            self._more.setProperty("link", True)
            self._more.clicked.connect(self._open)
            self._flow.addWidget(self._more)
        else:
            label = plain_label(text, look="muted", wraps=False)
            label.setContentsMargins(0, SPACE_XS, 0, SPACE_XS)
            self._flow.addWidget(label)

    def _open(self) -> None:
        more, self._more = self._more, None
        if more is None:
            return
        had_focus = QApplication.focusWidget() is more
        self._flow.removeWidget(more)
        self._add(self._places[self._first :])
        self._say_more(len(self._places))
        more.hide()
        more.deleteLater()
        order_tabs(self)
        first = self.links()[self._first]
        if had_focus:
            first.show()
            first.setFocus(Qt.FocusReason.OtherFocusReason)


class UsedIn(QWidget):
    """Shows a Usage; nothing is opened but by `place_wanted`."""

    place_wanted = Signal(object)  # Key

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("used_in")
        self._usage: Usage | None = None
        self._first_names = FIRST_NAMES
        self._is_compact = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(plain_label(self.tr("Used in"), look="strong", wraps=False))
        self._lines: list[QWidget] = []

    def set_first_names(self, count: int) -> None:
        """So many names a line, before "and 11 more"."""
        self._first_names = count

    def set_compact(self) -> None:
        """Where no form stands above: the names begin close to the counts."""
        self._is_compact = True

    def show_usage(self, usage: Usage) -> None:
        """The same again leaves opened lines open."""
        if usage == self._usage:
            return
        self._usage = usage
        had_focus = keeps_focus(self)
        for line in self._lines:
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        numbers, places = counts(usage), by_kind(usage)
        for kind in _KINDS:
            if numbers[kind]:
                self._add_line(count_text(kind, numbers[kind]), places[kind], numbers[kind])
        if not self._lines:
            nothing = plain_label(self.tr("Not used anywhere yet."), "used_in_nothing", "muted")
            self._layout.addWidget(nothing)
            self._lines.append(nothing)
        made = [line for line in self._lines if isinstance(line, UsedLine)]
        if self._is_compact and made:
            widest = max(line.head_width() for line in made)
            for used in made:
                used.set_head_width(widest)
        first = next((line.links()[0] for line in self._lines if isinstance(line, UsedLine)), None)
        if had_focus and first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_line(self, head: str, places: Sequence[UsePlace], count: int) -> None:
        if not places:
            line: QWidget = plain_label(head, "used_in_line", "muted")
        else:
            made = UsedLine(head, places, count=count, first=self._first_names)
            made.place_wanted.connect(self.place_wanted)
            line = made
        self._layout.addWidget(line)
        line.show()  # now: it may be given the keyboard
        self._lines.append(line)
