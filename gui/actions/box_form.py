"""Joins the form of a new box to what is read for it, for as long as the form is open."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from gui.dialogs.new_box_dialog import NewBoxDialog
from gui.feeders.failure import sentence_of
from gui.feeders.page_feeder import PageFeeder


class BoxFormDesk(QObject):
    """Lives in the form; an answer that comes after the form was closed reaches nobody."""

    def __init__(self, form: NewBoxDialog, feeder: PageFeeder) -> None:
        super().__init__(form)
        self._form = form
        self._feeder = feeder
        form.choices_wanted.connect(self._on_choices_wanted)
        form.finished.connect(self._on_finished)

    def _on_choices_wanted(self, text: str) -> None:
        self._feeder.find_contents(
            self,
            text,
            on_done=partial(self._form.put_choices, text),
            on_failed=partial(self._on_failed, text),
        )

    def _on_failed(self, text: str, error: BaseException) -> None:
        self._form.adder.put_failure(text, sentence_of(error))

    def _on_finished(self) -> None:
        self._feeder.leave_form(self)
