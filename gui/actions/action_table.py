"""Every command of the window: its text, keys, icon, menu, and when it can be used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP

from gui.widgets.read_only import event_gone_text


@dataclass(frozen=True, slots=True)
class WindowState:
    """What decides which commands can be used now."""

    page: str = ""  # event, snapshot, selection, trash, import, start, message, or a catalog page
    is_catalog: bool = False  # the list that is shown
    is_thing_chosen: bool = False  # in the catalog
    can_retire: bool = False  # one of them is in use
    can_bring_back: bool = False  # one of them is retired
    has_adder: bool = False  # the page has a field that adds to it
    has_database: bool = False
    is_writable: bool = False
    has_lines: bool = False
    is_something_chosen: bool = False  # in the list
    can_compare: bool = False
    is_sealed: bool = False  # the snapshot of the page
    has_event: bool = False  # that snapshot


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command; `keys` are given explicitly, since the standard keys bring others along."""

    name: str
    menu: str
    text: Any  # the English text, marked for translation
    keys: tuple[str, ...] = ()
    icon: str = ""
    when: Callable[[WindowState], bool] = lambda _state: True
    is_separated: bool = False  # a line stands above it in the menu
    why_not: Callable[[WindowState], str] = lambda _state: (
        ""
    )  # where it is off, if there is more to say


MENUS: tuple[tuple[str, Any], ...] = (
    ("file", QT_TRANSLATE_NOOP("Actions", "&File")),
    ("edit", QT_TRANSLATE_NOOP("Actions", "&Edit")),
    ("view", QT_TRANSLATE_NOOP("Actions", "&View")),
    ("plan", QT_TRANSLATE_NOOP("Actions", "&Plan")),
    ("help", QT_TRANSLATE_NOOP("Actions", "&Help")),
)


def _open(state: WindowState) -> bool:
    return state.has_database


def _writable(state: WindowState) -> bool:
    return state.is_writable


def _on_plan(state: WindowState) -> bool:
    return state.is_writable and state.page == "event"


def _on_plans(state: WindowState) -> bool:
    return state.is_writable and not state.is_catalog


def _in_catalog(state: WindowState) -> bool:
    return state.is_writable and state.is_catalog


def _on_thing(state: WindowState) -> bool:
    return _in_catalog(state) and state.is_thing_chosen


def _can_retire(state: WindowState) -> bool:
    return _on_thing(state) and state.can_retire


def _can_bring_back(state: WindowState) -> bool:
    return _on_thing(state) and state.can_bring_back


def _on_recipe(state: WindowState) -> bool:
    return _in_catalog(state) and state.page == "recipe"


def _can_compare(state: WindowState) -> bool:
    return state.can_compare


def _is_comparing(state: WindowState) -> bool:
    return state.page == "compare"


def _can_add(state: WindowState) -> bool:
    return state.is_writable and state.has_adder


def _on_table(state: WindowState) -> bool:
    return state.page in ("event", "snapshot", "compare")


def _has_tabs(state: WindowState) -> bool:
    return state.page in ("event", "snapshot") or state.is_catalog


def _on_snapshot(state: WindowState) -> bool:
    return state.is_writable and state.page == "snapshot" and state.is_sealed


def _on_own_snapshot(state: WindowState) -> bool:
    return _on_snapshot(state) and state.has_event


def _why_not_own(state: WindowState) -> str:
    is_without_event = state.page == "snapshot" and state.is_sealed and not state.has_event
    return event_gone_text() if is_without_event else ""


ACTIONS = (
    ActionSpec("open", "file", QT_TRANSLATE_NOOP("Actions", "&Open…"), ("Ctrl+O",), "open"),
    ActionSpec(
        "open_sample", "file", QT_TRANSLATE_NOOP("Actions", "Open the &sample bakery"), (), "sample"
    ),
    ActionSpec(
        "import",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Import…"),
        ("Ctrl+I",),
        "import",
        _writable,
        True,
    ),
    ActionSpec(
        "export", "file", QT_TRANSLATE_NOOP("Actions", "&Export the catalog…"), (), "", _open
    ),
    ActionSpec(
        "quit", "file", QT_TRANSLATE_NOOP("Actions", "&Quit"), ("Ctrl+Q",), "", is_separated=True
    ),
    ActionSpec(
        "undo", "edit", QT_TRANSLATE_NOOP("Actions", "&Undo"), ("Ctrl+Z",), "undo", _writable
    ),
    ActionSpec(
        "redo",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Redo"),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "",
        _writable,
    ),
    ActionSpec(
        "copy",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Copy rows"),
        ("Ctrl+C",),
        "",
        _open,
        True,
    ),
    ActionSpec(
        "copy_all",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Copy &all as text"),
        ("Ctrl+Shift+C",),
        "",
        _on_table,
    ),
    ActionSpec(
        "edit_in_place",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Edit in place"),
        ("F2",),
        "edit",
        _writable,
        True,
    ),
    ActionSpec(
        "delete", "edit", QT_TRANSLATE_NOOP("Actions", "&Delete"), ("Del",), "trash", _writable
    ),
    ActionSpec(
        "new_thing",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "New in the &catalog"),
        ("Ctrl+N",),
        "add",
        _in_catalog,
        True,
    ),
    ActionSpec(
        "item_from_recipe",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "New &item from the recipe"),
        ("Ctrl+Shift+N",),
        "item",
        _on_recipe,
    ),
    ActionSpec(
        "duplicate", "edit", QT_TRANSLATE_NOOP("Actions", "D&uplicate"), (), "copy", _on_thing
    ),
    ActionSpec(
        "retire", "edit", QT_TRANSLATE_NOOP("Actions", "Re&tire"), (), "retire", _can_retire
    ),
    ActionSpec(
        "bring_back", "edit", QT_TRANSLATE_NOOP("Actions", "&Bring back"), (), "", _can_bring_back
    ),
    ActionSpec(
        "search",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Search"),
        ("Ctrl+F",),
        "search",
        _open,
        True,
    ),
    ActionSpec(
        "search_next", "edit", QT_TRANSLATE_NOOP("Actions", "&Next hit"), ("F3",), "", _open
    ),
    ActionSpec(
        "search_previous",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Previous hit"),
        ("Shift+F3",),
        "",
        _open,
    ),
    ActionSpec("plans", "view", QT_TRANSLATE_NOOP("Actions", "&Plans"), ("Ctrl+1",), "", _open),
    ActionSpec(
        "catalog", "view", QT_TRANSLATE_NOOP("Actions", "&Catalog"), ("Ctrl+2",), "book", _open
    ),
    ActionSpec(
        "trash", "view", QT_TRANSLATE_NOOP("Actions", "&Trash"), ("Ctrl+3",), "trash", _open
    ),
    ActionSpec(
        "back", "view", QT_TRANSLATE_NOOP("Actions", "&Back"), ("Alt+Left",), "", _open, True
    ),
    ActionSpec(
        "forward", "view", QT_TRANSLATE_NOOP("Actions", "&Forward"), ("Alt+Right",), "", _open
    ),
    ActionSpec(
        "details", "view", QT_TRANSLATE_NOOP("Actions", "&Details"), (), "", _on_table, True
    ),
    ActionSpec("list", "view", QT_TRANSLATE_NOOP("Actions", "&List"), ("F9",)),
    ActionSpec("next_region", "view", QT_TRANSLATE_NOOP("Actions", "Next re&gion"), ("F6",)),
    ActionSpec(
        "previous_region", "view", QT_TRANSLATE_NOOP("Actions", "Pre&vious region"), ("Shift+F6",)
    ),
    ActionSpec(
        "next_tab", "view", QT_TRANSLATE_NOOP("Actions", "Ne&xt tab"), ("Ctrl+Tab",), "", _has_tabs
    ),
    ActionSpec(
        "previous_tab",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Previo&us tab"),
        ("Ctrl+Shift+Tab",),
        "",
        _has_tabs,
    ),
    ActionSpec(
        "larger",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Text &larger"),
        ("Ctrl++", "Ctrl+="),
        is_separated=True,
    ),
    ActionSpec("smaller", "view", QT_TRANSLATE_NOOP("Actions", "Text &smaller"), ("Ctrl+-",)),
    ActionSpec("normal", "view", QT_TRANSLATE_NOOP("Actions", "Text &normal"), ("Ctrl+0",)),
    ActionSpec(
        "read_again",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Read again"),
        ("F5",),
        "retry",
        _open,
        True,
    ),
    ActionSpec(
        "new_event",
        "plan",
        QT_TRANSLATE_NOOP("Actions", "&New event"),
        ("Ctrl+N",),
        "add",
        _on_plans,
    ),
    ActionSpec(
        "compare",
        "plan",
        QT_TRANSLATE_NOOP("Actions", "&Compare"),
        ("F7",),
        "compare",
        _can_compare,
    ),
    ActionSpec(
        "next_difference",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Next &difference"),
        ("F8",),
        "",
        _is_comparing,
    ),
    ActionSpec(
        "previous_difference",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Difference be&fore"),
        ("Shift+F8",),
        "",
        _is_comparing,
        True,
    ),
    ActionSpec(
        "plan_again",
        "plan",
        QT_TRANSLATE_NOOP("Actions", "Plan a&gain…"),
        ("Ctrl+Shift+N",),
        "plan_again",
        _on_snapshot,
    ),
    ActionSpec(
        "bring_back_plan",
        "plan",
        QT_TRANSLATE_NOOP("Actions", "&Bring back…"),
        (),
        "restore",
        _on_own_snapshot,
        why_not=_why_not_own,
    ),
    ActionSpec(
        "add_line",
        "plan",
        QT_TRANSLATE_NOOP("Actions", "&Add a line"),
        ("Ctrl+L",),
        "",
        _can_add,
        True,
    ),
    ActionSpec(
        "finalize",
        "plan",
        QT_TRANSLATE_NOOP("Actions", "&Finalize…"),
        ("Ctrl+Return", "Ctrl+Enter"),
        "snapshot",
        _on_plan,
        True,
    ),
    ActionSpec(
        "finalize_changed",
        "plan",
        QT_TRANSLATE_NOOP("Actions", "Finalize c&hanged plans…"),
        (),
        "",
        _writable,
    ),
    ActionSpec("keys", "help", QT_TRANSLATE_NOOP("Actions", "&Keys and words"), ("F1", "?")),
    ActionSpec(
        "show_file", "help", QT_TRANSLATE_NOOP("Actions", "&Show the file"), (), "", _open, True
    ),
)
