"""A field that names another thing: a link that opens it, and a pencil that chooses another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget
from typing_extensions import override

from core.domain.catalog import ThingRef
from gui import texts
from gui.icons import icon
from gui.theme import SPACE_XS
from gui.widgets.catalog.checks import Check
from gui.widgets.catalog.field_label import FieldLabel
from gui.widgets.text_check import clean_name
from gui.words import name_text

LONGEST_NAME = 60


class RecipeField(QWidget):
    """The recipe of an item. `recipes_wanted` asks for the names once the field is opened."""

    wanted = Signal(str, object)  # the field; the recipe's id, or None
    place_wanted = Signal(object)  # Key
    recipes_wanted = Signal()

    def __init__(self, field: str, accessible_name: str) -> None:
        super().__init__()
        self.setObjectName(f"{field}_field")
        self._recipes: tuple[tuple[int, str], ...] = ()
        self._ref: ThingRef | None = None
        self._is_read_only = False
        self.link = QPushButton()
        self.link.setObjectName(f"{field}_link")
        self.link.setProperty("link", True)
        self.link.clicked.connect(self._on_link)
        self.pencil = QToolButton()
        self.pencil.setObjectName(f"{field}_edit")
        self.pencil.setProperty("flat", True)
        self.pencil.setAccessibleName(self.tr("Choose another recipe"))
        self.pencil.setToolTip(self.tr("Choose another recipe"))
        self.pencil.clicked.connect(self.start_editing)
        self.label = FieldLabel(
            field, accessible_name=accessible_name, check=Check(self._problem, self._value)
        )
        self.label.set_placeholder(self.tr("Add a recipe: type a part of its name"))
        self.label.set_characters(40)
        self.label.set_names(())
        self.label.wanted.connect(self.wanted)
        self.label.editing_changed.connect(self._on_editing)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        for widget in (self.link, self.pencil, self.label):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self._draw()
        self._show()

    def set_ref(self, ref: ThingRef | None) -> None:
        self._ref = ref
        self.label.set_value(ref.name if ref is not None else "")
        self._show()

    def set_recipes(self, recipes: Sequence[tuple[int, str]]) -> None:
        self._recipes = tuple(recipes)
        self.label.set_names([name for _key, name in recipes])

    def start_editing(self) -> None:
        self.label.show()
        self.label.start_editing()

    def commit(self) -> bool:
        return self.label.commit()

    def cancel(self) -> None:
        self.label.cancel()

    def refuse(self, sentence: str) -> None:
        self.label.show()
        self.label.refuse(sentence)

    def set_read_only(self, is_read_only: bool) -> None:
        self._is_read_only = is_read_only
        self.label.set_read_only(is_read_only)
        self._show()

    def _problem(self, text: str) -> str:
        if not clean_name(text) or self._value(text) is not None:
            return ""
        return self.tr("There is no recipe of that name. Choose one, or leave it empty.")

    def _value(self, text: str) -> int | None:
        typed = clean_name(text).casefold()
        if self._ref is not None and clean_name(self._ref.name).casefold() == typed:
            return self._ref.key.id  # retired ones are not among the names
        found = (key for key, name in self._recipes if clean_name(name).casefold() == typed)
        return next(found, None)

    def _show(self) -> None:
        ref, is_editing = self._ref, self.label.is_editing()
        name = name_text(ref.name, LONGEST_NAME) if ref is not None else ""
        if ref is not None and ref.is_retired:
            name = self.tr("{name} (retired)").format(name=name)
        self.link.setText(texts.escape_mnemonic(name))
        self.link.setAccessibleName(
            self.tr("Open the recipe {name}").format(name=texts.one_line(ref.name)) if ref else ""
        )
        is_long = ref is not None and len(texts.one_line(ref.name)) > LONGEST_NAME
        self.link.setToolTip(texts.plain_tooltip(ref.name) if ref is not None and is_long else "")
        self.link.setVisible(ref is not None and not is_editing)
        self.pencil.setVisible(ref is not None and not is_editing and not self._is_read_only)
        self.label.setVisible(ref is None or is_editing)

    def _on_editing(self, is_editing: bool) -> None:
        had_focus = self.label.face.hasFocus()
        self._show()
        if is_editing:
            self.recipes_wanted.emit()
        elif had_focus and self.pencil.isVisibleTo(self):
            self.pencil.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_link(self) -> None:
        if self._ref is not None:
            self.place_wanted.emit(self._ref.key)

    def _draw(self) -> None:
        self.pencil.setIcon(icon("edit", "muted"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "pencil"):
            self._draw()
