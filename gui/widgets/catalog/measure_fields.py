"""Amounts with their units: what a cup weighs, and what is in the house."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.domain.catalog import Density, Stock
from core.domain.quantity import edit_text
from core.domain.units import Dimension, find_unit, is_known_unit
from gui.texts import amount_text, short_date_text
from gui.theme import SPACE_XS
from gui.widgets.catalog.checks import (
    HAVE,
    Check,
    Measured,
    measure_problem,
    measure_value,
)
from gui.widgets.catalog.field_label import FieldLabel
from gui.widgets.catalog.form_row import Caution
from gui.widgets.focus import keeps_focus
from gui.widgets.plain_label import plain_label
from gui.widgets.sentence_label import SentenceLabel

CHARACTERS = 12  # of an open amount with its unit
_WEIGHS = re.compile(r"\s*=\s*|\s+weighs?\s+", re.IGNORECASE)


def set_measure(label: FieldLabel, amount: Fraction | None, unit: str) -> None:
    """Edited and shown as a cook reads it."""
    if amount is None:
        label.set_value("")
    else:
        label.set_value(
            f"{edit_text(amount)} {unit}".strip(), f"{amount_text(amount)} {unit}".strip()
        )


class Both(NamedTuple):
    """A volume and what it weighs, typed in one."""

    volume: Measured | None
    weight: Measured | None


class _Row(QWidget):
    """Widgets beside each other, and what is said about them below."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.row = QHBoxLayout()
        self.row.setSpacing(SPACE_XS)
        self.below = QVBoxLayout(self)
        self.below.setContentsMargins(0, 0, 0, 0)
        self.below.setSpacing(SPACE_XS)
        self.below.addLayout(self.row)

    def fill(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self.row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self.row.addStretch(1)

    def unknown_unit_text(self) -> str:
        return self.tr("Proofbook does not know this unit; sums leave it out.")


def _word(text: str, name: str) -> QLabel:
    label = plain_label(text, name, "muted", wraps=False)
    label.setContentsMargins(0, SPACE_XS, 0, SPACE_XS)
    return label


class DensityField(_Row):
    """ "1 cup weighs 4.25 oz": wished for once both are there, or neither."""

    density_wanted = Signal(object)  # Density | None

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("density")
        self.volume = FieldLabel(
            "volume",
            accessible_name=self.tr("A volume, for example 1 cup"),
            check=Check(_volume_problem, _volume_value),
        )
        self.weight = FieldLabel(
            "weight",
            accessible_name=self.tr("What it weighs, for example 4.25 oz"),
            check=Check(_weight_problem, measure_value),
        )
        self.fill(self.volume, _word(self.tr("weighs"), "density_word"), self.weight)
        self._density: Density | None = None
        self._volume: Measured | None = None  # as shown: typed, not yet both saved
        self._weight: Measured | None = None
        self.volume.set_placeholder(self.tr("for example 1 cup"))
        self.weight.set_placeholder(self.tr("for example 4.25 oz"))
        self.sentence = SentenceLabel()
        self.sentence.setObjectName("density_problem")
        self.sentence.setContentsMargins(SPACE_XS, 0, 0, 0)
        self.caution = Caution("density_unknown")
        self.below.addWidget(self.sentence)
        self.below.addWidget(self.caution)
        for label in (self.volume, self.weight):
            label.set_characters(CHARACTERS)
            label.wanted.connect(self._on_wanted)

    def set_density(self, density: Density | None) -> None:
        """One half that was typed stays until the other comes, or Esc takes it away."""
        is_half = self._is_half()
        is_same = density == self._density
        self._density = density
        if not (is_half and is_same):
            self._take(density)

    def commit(self) -> bool:
        taken = [self.volume.commit(), self.weight.commit()]
        if not all(taken):
            return False
        if self._is_half():
            self._say_half()
            return False
        return True

    def cancel(self) -> None:
        self.volume.cancel()
        self.weight.cancel()
        self._take(self._density)

    def refuse(self, sentence: str) -> None:
        self.sentence.say(sentence)

    def set_read_only(self, is_read_only: bool) -> None:
        self.volume.set_read_only(is_read_only)
        self.weight.set_read_only(is_read_only)

    def _is_half(self) -> bool:
        return (self._volume is None) != (self._weight is None)

    def _take(self, density: Density | None) -> None:
        self._volume = self._weight = None
        if density is not None:
            self._volume = density.volume_amount, density.volume_unit
            self._weight = density.weight_amount, density.weight_unit
        self.sentence.say("")
        self._show()

    def _show(self) -> None:
        for label, measured in ((self.volume, self._volume), (self.weight, self._weight)):
            amount, unit = measured or (None, "")
            set_measure(label, amount, unit)
        units = [each[1] for each in (self._volume, self._weight) if each is not None]
        is_known = all(is_known_unit(unit) for unit in units)
        self.caution.say("" if is_known else self.unknown_unit_text())

    def _on_wanted(self, field: str, value: Measured | Both | None) -> None:
        went_on = self.volume.face.hasFocus()
        if isinstance(value, Both):
            self._volume, self._weight = value
        elif field == "volume":
            self._volume = value
        else:
            self._weight = value
        self.sentence.say("")
        self._show()
        if self._is_half():
            if went_on and self._weight is None:
                self.weight.start_editing()  # Enter goes on to what it weighs
            elif not keeps_focus(self):
                self._say_half()
            return
        density = None
        if self._volume is not None and self._weight is not None:
            density = Density(*self._volume, *self._weight)
        if density != self._density:
            self.density_wanted.emit(density)

    def _say_half(self) -> None:
        self.sentence.say(
            self.tr("A volume and what it weighs go together: fill in both, or empty both.")
        )


class StockField(_Row):
    """ "5 lb, as of 21 Nov 2026". A number alone is in `default_unit`."""

    stock_wanted = Signal(object, str)  # Fraction | None, the unit

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("stock_field")
        self.label = FieldLabel("stock", accessible_name=self.tr("Have"), check=HAVE)
        self._as_of = _word("", "stock_as_of")
        self.fill(self.label, self._as_of)
        self._default_unit = ""
        self.label.set_characters(CHARACTERS)
        self.label.wanted.connect(self._on_wanted)
        self.label.set_placeholder(self.tr("Add how much is in the house, for example 5 lb"))
        self.caution = Caution("stock_unknown")
        self.below.addWidget(self.caution)

    def set_default_unit(self, unit: str) -> None:
        self._default_unit = unit

    def set_stock(self, stock: Stock | None) -> None:
        amount = stock.amount if stock is not None else None
        unit = stock.unit if stock is not None else ""
        set_measure(self.label, amount, "" if unit == "each" else unit)
        if stock is None:
            self._as_of.hide()
        else:
            day = short_date_text(stock.as_of)
            self._as_of.setText(self.tr("as of {day}").format(day=day))
            self._as_of.show()
        is_known = not unit or unit == self._default_unit or is_known_unit(unit)
        self.caution.say("" if is_known else self.unknown_unit_text())

    def commit(self) -> bool:
        return self.label.commit()

    def cancel(self) -> None:
        self.label.cancel()

    def refuse(self, sentence: str) -> None:
        self.label.refuse(sentence)

    def set_read_only(self, is_read_only: bool) -> None:
        self.label.set_read_only(is_read_only)

    def _on_wanted(self, _field: str, value: Measured | None) -> None:
        amount, unit = value or (None, "")
        self.stock_wanted.emit(amount, (unit or self._default_unit) if value else "")


def _apart(text: str) -> tuple[str, str] | None:
    """`1 cup weighs 4.25 oz`, also with `=` or her own word, is `1 cup` and `4.25 oz`."""
    own = QCoreApplication.translate("DensityField", "weighs")
    found = re.split(rf"\s+{re.escape(own)}\s+", text, maxsplit=1, flags=re.IGNORECASE)
    if len(found) == 1:
        found = _WEIGHS.split(text, maxsplit=1)
    return (found[0].strip(), found[1].strip()) if len(found) == 2 and all(found) else None


def _volume_value(text: str) -> Measured | Both | None:
    apart = _apart(text)
    if apart is None:
        return measure_value(text)
    return Both(measure_value(apart[0]), measure_value(apart[1]))


def _volume_problem(text: str) -> str:
    apart = _apart(text)
    if apart is not None:
        return _volume_problem(apart[0]) or _weight_problem(apart[1])
    return measure_problem(text) or _other_dimension(
        text,
        Dimension.VOLUME,
        QCoreApplication.translate("DensityField", "Here goes a volume, such as 1 cup."),
    )


def _weight_problem(text: str) -> str:
    return measure_problem(text) or _other_dimension(
        text,
        Dimension.WEIGHT,
        QCoreApplication.translate("DensityField", "Here goes a weight, such as 4.25 oz."),
    )


def _other_dimension(text: str, dimension: Dimension, sentence: str) -> str:
    """A unit that the kitchen's table does not know may be anything."""
    value = measure_value(text)
    unit = find_unit(value[1]) if value is not None else None
    return sentence if unit is not None and unit.dimension is not dimension else ""
