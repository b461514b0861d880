"""Asks what a new recipe, ingredient or material is called; the rest is said on its page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from core.domain.keys import ThingKind
from gui.catalog_words import what_text
from gui.dialogs.form_dialog import FormDialog
from gui.widgets.form_field import NameField
from gui.widgets.plain_label import plain_label


class NewNameDialog(FormDialog):
    """`answer()` is the name."""

    def __init__(self, kind: ThingKind, parent: QWidget | None = None, *, name: str = "") -> None:
        title, verb = _words(kind)
        super().__init__(title, verb, parent)
        self.setObjectName("new_name_dialog")
        self.body.addWidget(plain_label(what_text(kind), look="muted"))
        self.name_field = NameField("name", self.tr("Name"), name)
        self.add_field(self.name_field)
        self.name_field.edit.setFocus()

    def answer(self) -> str:
        return self.name_field.name()


def _words(kind: ThingKind) -> tuple[str, str]:
    translate = QCoreApplication.translate
    if kind is ThingKind.MATERIAL:
        return translate("NewNameDialog", "New material"), translate(
            "NewNameDialog", "Make the material"
        )
    if kind is ThingKind.RECIPE:
        return translate("NewNameDialog", "New recipe"), translate(
            "NewNameDialog", "Make the recipe"
        )
    return translate("NewNameDialog", "New ingredient"), translate(
        "NewNameDialog", "Make the ingredient"
    )
