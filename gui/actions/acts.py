"""What every flow works with, and the acts that all verbs share: do it, tell it, undo it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication

from core.domain.changes import Changes, Edit
from core.domain.keys import Key
from core.services import edits
from gui.background import Lane
from gui.context import AppContext
from gui.flow import Flow, Work
from gui.undo_history import UndoEntry

T = TypeVar("T")


class Screen(Protocol):
    """What a flow may ask of the window."""

    def show_notice(self, text: str, *, has_undo: bool = False) -> None: ...

    def clear_notice(self) -> None: ...

    def select(self, key: Key) -> None: ...

    def go_to(self, place: Place) -> None: ...

    def focus_page(self) -> None: ...

    def offer_plans(self, events: tuple[Key, ...]) -> None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act happened: the page's key, and the line or the tab on it."""

    page: Key | None
    line_id: int | None = None
    edits_name: bool = False  # made just now: she names it first
    tab: str = ""  # of an event's page
    row: Hashable = None  # of that tab its key; of a recipe a line by name and place


@dataclass(frozen=True, slots=True)
class Acts:
    """The context and the window, handed to every flow."""

    context: AppContext
    screen: Screen

    def announce(self, changes: Changes) -> None:
        self.context.changes.committed.emit(changes)

    def run(self, action: Callable[..., Flow], *about: Any, **more: Any) -> None:
        """Starts one of the actions; where the file was busy, the banner's Retry starts it anew."""
        make = partial(action, self, *about, **more)
        self.context.runner.run(make(), retry=make)


@dataclass(slots=True)
class Typed(Generic[T]):
    """What stands in an act's form, kept so that its Retry opens the form with it."""

    value: T


@dataclass(frozen=True, slots=True)
class ActTexts:
    """An act's words: its name in the Undo menu, its notice, and what undoing it says."""

    name: str
    notice: str = ""
    undone: str = ""


def undone_text(texts: ActTexts) -> str:
    if texts.undone:
        return texts.undone
    return QCoreApplication.translate("Acts", "Undone: {act}.").format(act=texts.name)


def redone_text(texts: ActTexts) -> str:
    return QCoreApplication.translate("Acts", "Done again: {act}.").format(act=texts.name)


def edit_flow(
    acts: Acts, verb: Callable[[], Edit], *, texts: ActTexts, place: Place | None = None
) -> Flow:
    """Runs a verb that edits live data, tells the window, and makes it undoable by name."""
    edit: Edit = yield Work(verb, Lane.WRITE, label=texts.name)
    tell_edit(acts, edit, texts=texts, place=place)


def tell_edit(acts: Acts, edit: Edit, *, texts: ActTexts, place: Place | None = None) -> None:
    """What follows an edit that was made: changes, the entry to undo it, the notice."""
    if edit.is_empty():
        return
    acts.announce(edit.changes)
    if place is None or place.page is None:
        place = Place(edit.key)
    turn = _EditTurn(acts, edit, texts=texts, place=place)
    acts.context.history.push(UndoEntry(texts.name, turn.undo, turn.redo, place))
    if texts.notice:
        acts.screen.show_notice(texts.notice, has_undo=True)
    else:
        # The notice of the act before must not offer to undo this one.
        acts.screen.clear_notice()


class _EditTurn:
    """An edit on its way back and forth: undoing it gives the edit that does it again."""

    def __init__(self, acts: Acts, edit: Edit, *, texts: ActTexts, place: Place) -> None:
        self._acts = acts
        self._edit = edit
        self._texts = texts
        self._place = place
        self._is_there = place.page not in edit.changes.removed

    def undo(self) -> Flow:
        return self._turn(undone_text(self._texts))

    def redo(self) -> Flow:
        return self._turn(redone_text(self._texts))

    def _turn(self, notice: str) -> Flow:
        if self._is_there:
            self._acts.screen.go_to(self._place)
        self._edit = yield Work(partial(edits.revert, self._edit), Lane.WRITE)
        self._acts.announce(self._edit.changes)
        self._is_there = self._place.page not in self._edit.changes.removed
        if self._is_there:
            self._acts.screen.go_to(self._place)
        self._acts.screen.show_notice(notice)


@dataclass(frozen=True, slots=True)
class TurnPair:
    """Two jobs that take each other back; each gets what the other returned."""

    back: Callable[[Any], tuple[Any, Changes]]
    again: Callable[[Any], tuple[Any, Changes]]
    removes_place: bool = False  # the act takes away what its Place names


def push_pair(acts: Acts, state: Any, *, pair: TurnPair, texts: ActTexts, place: Place) -> None:
    """Makes an act undoable that is no Edit: a removal, a finalizing, a reason."""
    turn = _PairTurn(acts, state, pair=pair, texts=texts, place=place)
    entry = UndoEntry(texts.name, turn.undo, turn.redo, place, turn.state)
    acts.context.history.push(entry)
    acts.screen.clear_notice()


class _PairTurn:
    """The jobs of a TurnPair as flows; `state` is what the last job returned."""

    def __init__(
        self, acts: Acts, state: Any, *, pair: TurnPair, texts: ActTexts, place: Place
    ) -> None:
        self._acts = acts
        self._state = state
        self._pair = pair
        self._texts = texts
        self._place = place
        self._is_there = not pair.removes_place

    def state(self) -> object:
        return self._state

    def undo(self) -> Flow:
        return self._turn(self._pair.back, undone_text(self._texts))

    def redo(self) -> Flow:
        return self._turn(self._pair.again, redone_text(self._texts))

    def _turn(self, job: Callable[[Any], tuple[Any, Changes]], notice: str) -> Flow:
        if self._is_there:
            self._acts.screen.go_to(self._place)
        self._state, changes = yield Work(partial(job, self._state), Lane.WRITE)
        self._acts.announce(changes)
        self._is_there = self._place.page not in changes.removed
        if self._is_there:
            self._acts.screen.go_to(self._place)
        self._acts.screen.show_notice(notice)
