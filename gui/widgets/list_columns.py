"""The columns of the list: how wide each is, from the words and names that stand in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QHeaderView, QTreeView

from gui.delegates.list_delegate import cell_width
from gui.models.nodes import Column
from gui.models.plan_tree_model import PlanTreeModel
from gui.texts import short_date_text, when_text

translate = QCoreApplication.translate

MOST_ROWS_MEASURED = 300


class ListColumns(QObject):
    """When has what it needs; events' names and states come next; reasons have the rest."""

    def __init__(self, view: QTreeView, model: PlanTreeModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        header = view.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(0)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.fit)
        for change in (model.rowsInserted, model.rowsRemoved, model.modelReset, model.dataChanged):
            change.connect(self._on_rows_changed)

    def least_width(self) -> int:
        """A name of usual length, the longest state and the day stand side by side."""
        return self._name(translate("ListView", "Christmas mar")) + self._state() + self._when()

    def wished_width(self) -> int:
        return (
            self._name(translate("ListView", "Christmas market 26")) + self._state() + self._when()
        )

    def fit(self) -> None:
        self._view.setMinimumWidth(self.least_width() + 2 * self._view.frameWidth())
        when = self._when()
        room = self._view.viewport().width() - when
        names, states = self._needs()
        lack = names + states - room
        if lack > 0:  # the names give way first, as far as a usual one still fits
            least = min(names, self._name(translate("ListView", "Christmas mar")))
            names = max(names - lack, least)
            states = room - names
        else:
            names -= lack // 3  # reasons of snapshots are longer than names
        self._view.header().resizeSection(Column.EVENT, names)
        self._view.header().resizeSection(Column.WHAT_CHANGED, room - names)
        self._view.header().resizeSection(Column.WHEN, when)

    def _on_rows_changed(self) -> None:
        self._soon.start()  # a page of rows comes as many changes

    def _needs(self) -> tuple[int, int]:
        """What the names and the states of the events need that are there."""
        names = self._name(translate("ListView", "Christmas mar"))
        states = self._text(translate("ListView", "3 changes since 3"), has_icon=True)
        for at in range(min(self._model.rowCount(), MOST_ROWS_MEASURED)):
            index = self._model.index(at, Column.EVENT)
            names = max(names, self._name(str(index.data() or "")))
            state = str(index.siblingAtColumn(Column.WHAT_CHANGED).data() or "")
            if not self._model.context.query:  # else it is a sentence of any length
                states = max(states, self._text(state, has_icon=True))
        return names, states

    def _when(self) -> int:
        """The widest day of the year, of this one with the hour where there is room for it."""
        days = [date(2028, month, 28) for month in range(1, 13)]  # wide digits
        whens = [short_date_text(day) for day in days]
        if not self._model.context.is_narrow:
            whens += [when_text(datetime.combine(day, time(20, 58), UTC), day) for day in days]
        return max(self._text(text) for text in whens)

    def _state(self) -> int:
        words = (
            translate("ListView", "3 changes since 3"),
            translate("ListView", "Nothing planned yet"),
        )
        return max(self._text(text, has_icon=True) for text in words)

    def _name(self, name: str) -> int:
        font = self._view.font()
        return self._view.indentation() + cell_width(name, font, has_icon=True, is_bold=True)

    def _text(self, text: str, *, has_icon: bool = False) -> int:
        return cell_width(text, self._view.font(), has_icon=has_icon)
