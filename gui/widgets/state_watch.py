"""Watches which coming events on screen have no known state, and wishes for theirs, once each."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from typing_extensions import override

from gui.models.plan_tree_model import PlanTreeModel
from gui.widgets.list_view import ListView

LOOK_AFTER_MS = 60


class StateWatch(QObject):
    """Looks a moment after the list came to rest: after scrolling, opening, and new rows."""

    states_wanted = Signal(list)  # of event ids

    def __init__(self, model: PlanTreeModel, view: ListView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self._asked: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_AFTER_MS)
        self._timer.timeout.connect(self._look)
        for signal in (
            view.verticalScrollBar().valueChanged,
            view.expanded,
            view.collapsed,
            model.rowsInserted,
            model.rowsRemoved,
            model.rowsMoved,
            model.dataChanged,
            model.modelReset,
        ):
            signal.connect(self.look_soon)
        model.state_put.connect(self._asked.discard)
        model.modelReset.connect(self._asked.clear)
        view.viewport().installEventFilter(self)

    def look_soon(self) -> None:
        self._timer.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.look_soon()
        return False

    def _look(self) -> None:
        if not self._view.isVisible():
            return
        wanted = []
        for index in self._view.visible_indexes():
            event_id = self._model.state_wanted_at(index)
            if event_id is not None and event_id not in self._asked:
                wanted.append(event_id)
        self._asked.update(wanted)
        if wanted:
            self.states_wanted.emit(wanted)
