"""Steps a flow by hand: its jobs run at once, its questions are answered, what it tells is kept."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from PySide6.QtWidgets import QDialog, QLabel, QWidget
from sqlalchemy import Engine, event

from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from core.domain.rows import EventRow, SnapshotRow
from core.services import history_service
from gui import background
from gui.actions.acts import Acts, Place
from gui.background import Job, Lane
from gui.change_bus import ChangeBus
from gui.context import AppContext
from gui.flow import Cancelled, Flow, FlowStep, Work
from gui.settings import UiSettings
from gui.undo_history import UndoHistory
from tests.gui.dialogs.values import plain

T = TypeVar("T")
READ, WRITE, ANNOUNCE, NOTICE, CLEAR, LEFT = (
    "read",
    "write",
    "announce",
    "notice",
    "clear notice",
    "left",
)
GO_TO, FOCUS, OFFER = "go to", "focus page", "offer plans"


class RecordingScreen:
    """The window as flows see it, which only writes down what it is told."""

    def __init__(self, diary: list[str]) -> None:
        self._diary = diary
        self.notices: list[tuple[str, bool]] = []  # the words, and whether it offers Undo
        self.places: list[Place] = []
        self.offered: tuple[Key, ...] = ()  # the events behind the notice's Show
        self.has_notice = False

    def show_notice(self, text: str, *, has_undo: bool = False) -> None:
        self._diary.append(NOTICE)
        self.notices.append((plain(text), has_undo))
        self.has_notice = True

    def clear_notice(self) -> None:
        self._diary.append(CLEAR)
        self.has_notice = False

    def select(self, key: Key) -> None:
        self._diary.append("select")

    def go_to(self, place: Place) -> None:
        self._diary.append(GO_TO)
        self.places.append(place)

    def focus_page(self) -> None:
        self._diary.append(FOCUS)

    def offer_plans(self, events: tuple[Key, ...]) -> None:
        self._diary.append(OFFER)
        self.offered = events


@dataclass(frozen=True, slots=True)
class SmallContext:
    """As much of the AppContext as a flow needs."""

    changes: ChangeBus
    history: UndoHistory
    runner: WaitingRunner
    settings: UiSettings


class WaitingRunner:
    """Keeps the flows that a dialog starts, to be played by hand."""

    def __init__(self) -> None:
        self.flows: list[Flow] = []

    def run(self, flow: Flow) -> None:
        self.flows.append(flow)


class SqlWatch:
    """Finds statements of a flow's own body, and writes on the read lane."""

    def __init__(self) -> None:
        self.violations: list[str] = []
        self._place = ""

    def on_statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        is_write = statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        if self._place == "body" or (self._place == READ and is_write):
            self.violations.append(f"{self._place}: {statement}")

    @contextmanager
    def within(self, place: str) -> Iterator[None]:
        self._place = place
        try:
            yield
        finally:
            self._place = ""


class Stage:
    """Acts with the real bus and history, and a diary of every step in its order."""

    def __init__(self, window: QWidget, watch: SqlWatch, settings: UiSettings) -> None:
        self.diary: list[str] = []
        self.announced: list[Changes] = []
        self.works: list[Work] = []
        self.after_work: list[Callable[[], object]] = []  # what another window does then
        self.window = window
        self.screen = RecordingScreen(self.diary)
        self.history = UndoHistory()
        self._watch = watch
        self.runner = WaitingRunner()
        bus = ChangeBus()
        bus.committed.connect(self._on_committed)
        context = SmallContext(bus, self.history, self.runner, settings)
        self.acts = Acts(cast("AppContext", context), self.screen)

    def _on_committed(self, changes: Changes) -> None:
        self.diary.append(ANNOUNCE)
        self.announced.append(changes)

    def play(
        self, flow: Generator[FlowStep, Any, T] | None, *answers: Any, is_cancelled: bool = False
    ) -> T | None:
        """Runs a flow to its end and gives what it returns; each question takes the next answer.

        An answer is a value, an exception to throw in, or a function of the dialog that gives one
        of these. `is_cancelled`: the cancelling of what can be cancelled was asked for.
        """
        assert flow is not None
        self.diary.clear()
        waiting: list[Any] = list(answers)
        given: Any = None
        try:
            while True:
                with self._watch.within("body"):
                    if isinstance(given, BaseException):
                        wish = flow.throw(given)
                    else:
                        wish = flow.send(given)
                given = self._carry_out(wish, waiting, is_cancelled=is_cancelled)
        except StopIteration as end:
            return cast("T", end.value)
        except Cancelled:
            self.diary.append(LEFT)
            return None
        finally:
            assert self._watch.violations == []
            assert waiting == [], "it asked less often than there are answers"

    def _carry_out(self, wish: FlowStep, waiting: list[Any], *, is_cancelled: bool) -> Any:
        if isinstance(wish, Work):
            self.diary.append(str(wish.lane))
            self.works.append(wish)
            return self._do(wish, is_cancelled=is_cancelled and wish.can_cancel)
        dialog = wish.make_dialog(self.window)
        self.diary.append(f"ask {type(dialog).__name__}")
        assert waiting, "it asked more often than there are answers"
        answer = waiting.pop(0)
        try:
            return answer(dialog) if callable(answer) else answer
        finally:
            dialog.deleteLater()

    def _do(self, work: Work, *, is_cancelled: bool) -> Any:
        """What the job returns, or the exception that it raises."""
        try:
            with self._watch.within(str(work.lane)), _job(is_cancelled):
                return work.job()
        except Exception as error:
            return error
        finally:
            if self.after_work:
                self.after_work.pop(0)()

    def undo(self) -> None:
        self.play(self.history.undo_flow())

    def redo(self) -> None:
        self.play(self.history.redo_flow())

    @property
    def undo_text(self) -> str:
        return plain(self.history.undo_text())

    @property
    def redo_text(self) -> str:
        return plain(self.history.redo_text())

    @property
    def last_notice(self) -> str:
        return self.screen.notices[-1][0]

    def has_told_nothing(self) -> bool:
        """No change, no notice, nothing to undo, and nowhere gone to."""
        told = (self.announced, self.screen.notices, self.screen.places)
        return not any(told) and not self.history.can_undo()


@contextmanager
def _job(is_cancelled: bool) -> Iterator[None]:
    """What a lane's thread knows of the job it runs."""
    job = Job(cast("Any", None), Lane.WRITE, 1)
    if is_cancelled:
        job._cancel_requested.set()
    background._lane.job = job
    try:
        yield
    finally:
        background._lane.job = None


@contextmanager
def watched_sql() -> Iterator[SqlWatch]:
    watch = SqlWatch()
    event.listen(Engine, "before_cursor_execute", watch.on_statement)
    try:
        yield watch
    finally:
        event.remove(Engine, "before_cursor_execute", watch.on_statement)


def said(dialog: QDialog, name: str) -> str:
    """What the label of that name in a dialog says."""
    label = dialog.findChild(QLabel, name)
    assert label is not None
    return plain(label.text())


def event_key(event_id: int) -> Key:
    return Key(ThingKind.EVENT, event_id)


def snapshot_key(snapshot_id: int) -> Key:
    return Key(ThingKind.SNAPSHOT, snapshot_id)


def event_row(event_id: int) -> EventRow:
    row = history_service.event_row(event_id)
    assert row is not None
    return row


def snapshot_row(snapshot_id: int) -> SnapshotRow:
    row = history_service.snapshot_row(snapshot_id)
    assert row is not None
    return row
