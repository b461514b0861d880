"""Every act of the window that changes data has a named undo that restores it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import core.services
import gui.actions
from tests.core.stored_rows import stored_rows
from tests.factories import Bakery
from tests.gui.actions.every_flow import FLOWS
from tests.gui.actions.stepping import Stage
from tests.gui.actions.things import before_the_market

SERVICES = Path(core.services.__path__[0])
ACTIONS = Path(gui.actions.__path__[0])

# Verbs that write and that no flow runs under their own name, each with its reason.
NO_FLOW = {
    "database.act_scope": "the scope itself",
    "component_capture.create_component_snapshot": "the specification's create_ functions run it",
    "planning_snapshot_service.create_planning_snapshot": "of the specification; finalizing is one",
    "planning_snapshot_service.delete_planning_snapshot": "of the specification, for good",
    "removal_service.remove_event": "the removal of one event; the window runs remove",
}
# Flows that change data and cannot be undone, as their question says.
FOR_GOOD = {"removal_actions.purge"}
# Flows that change no data of the file that is open; the last three run what they are given.
NO_DATA = {
    "copy_actions.copy_event",
    "copy_actions.copy_snapshot",
    "copy_actions.copy_text",
    "export_actions.export_catalog",
    "export_actions.save_table",
    "thing_actions.explain_in_use",
    "file_actions.open_file",
    "file_actions.open_last",
    "file_actions.open_sample",
    "import_actions.preview_import",
    "sum_actions.go_to_source",
    "acts.edit_flow",
    "catalog_actions.only",
    "thing_actions.edit_thing",
}
# An import has a file of its own in test_import_actions: undone in one step, row by row.
TOLD_ELSEWHERE = {"import_actions.import_file"}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with before_the_market():
        yield


# Which verbs write


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def is_written_scope(call: ast.Call) -> bool:
    """`act_scope(...)`, or `session_scope(...)` without `write=False`."""
    if not isinstance(call.func, ast.Name):
        return False
    is_read = any(
        key.arg == "write" and isinstance(key.value, ast.Constant) and key.value.value is False
        for key in call.keywords
    )
    return call.func.id == "act_scope" or (call.func.id == "session_scope" and not is_read)


def writes(name: str, known: dict[str, ast.FunctionDef], seen: frozenset[str]) -> bool:
    """Whether a function opens a scope that writes, itself or by another of its module."""
    calls = [node for node in ast.walk(known[name]) if isinstance(node, ast.Call)]
    if any(is_written_scope(call) for call in calls):
        return True
    others = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
    return any(writes(each, known, seen | {each}) for each in others & known.keys() - seen)


def writing_verbs() -> set[str]:
    found = set()
    for path in SERVICES.rglob("*.py"):
        known = functions(path)
        public = [name for name in known if not name.startswith("_")]
        found |= {
            f"{path.stem}.{name}" for name in public if writes(name, known, frozenset({name}))
        }
    return found


def verbs_of_the_flows() -> set[str]:
    """Every `module.name` that the actions speak of; an importer's by its package."""
    found = set()
    for path in ACTIONS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found.add(f"{node.value.id}.{node.attr}".replace("importers.", "bake_tracker."))
    return found


def test_each_verb_that_writes_is_run_by_a_flow_or_is_a_named_exception() -> None:
    writing = writing_verbs()
    assert {"catalog_edit_service.set_field", "removal_service.restore"} <= writing
    assert "catalog_detail_service.item_detail" not in writing
    assert sorted(writing - verbs_of_the_flows()) == sorted(NO_FLOW)


# Each flow, played once


def flows() -> set[str]:
    """ "module.name" of every public function of the actions that gives a flow."""
    return {
        f"{path.stem}.{name}"
        for path in ACTIONS.glob("*.py")
        for name, node in functions(path).items()
        if node.returns is not None
        and ast.unparse(node.returns) in ("Flow", "MadeFlow", "KeyFlow")
        and not name.startswith("_")
    }


def test_each_flow_is_played_here_or_changes_no_data() -> None:
    assert sorted(flows() - NO_DATA - FOR_GOOD - TOLD_ELSEWHERE) == sorted(FLOWS)


def rows() -> dict[str, Any]:
    """All rows but the trash; the counter behind the numbers of snapshots only grows."""
    found = stored_rows()
    for event in found["events"]:
        del event["last_version"]
    return found


@pytest.mark.parametrize("name", FLOWS)
def test_each_flow_has_a_named_undo_that_restores_all_rows(
    bakery: Bakery, stage: Stage, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before: list[dict[str, Any]] = []
    play = stage.play

    def play_after_looking(flow: Any, *answers: Any) -> Any:
        before.append(rows())  # what was made for the flow is none of its
        return play(flow, *answers)

    with monkeypatch.context() as patch:
        patch.setattr(stage, "play", play_after_looking)
        FLOWS[name](stage, bakery)
    after = rows()
    assert [after] != before, "it changed nothing, so that nothing is proved"
    assert stage.undo_text, "it is not in the history"
    stage.undo()
    assert [rows()] == before
    assert not stage.history.can_undo(), "one act, one step"
    stage.redo()
    assert rows() == after
