"""What changed of a plan in a few words, kept where she wrote no reason herself."""

from __future__ import annotations

from core.domain.compare.by_thing import (
    ChoiceChange,
    LineChange,
    PlanChanges,
    SharingChange,
)
from core.domain.compare.diff import Change
from core.domain.definition import RECIPE
from core.domain.keys import ComponentKind
from core.domain.quantity import plan_text


def summary_text(changes: PlanChanges, longest: int = 120) -> str:
    """The changes in words, for a snapshot without a reason: "Hamper 50 to 60, Cookie recipe"."""
    parts = [_line_words(change) for change in changes.lines]
    words = {RECIPE: "recipe", ComponentKind.FINISHED_GOOD.value: "contents"}
    parts += [f"{thing.name} {words.get(thing.kind, 'changed')}" for thing in changes.things]
    parts += [f"{choice.name} {_choice_words(choice)}" for choice in changes.choices]
    text = ""
    for done, part in enumerate(parts):
        candidate = f"{text}, {part}" if text else part
        if len(candidate) > longest and text:
            return f"{text} and {len(parts) - done} more"
        text = candidate
    return text


def _line_words(change: LineChange) -> str:
    old, new = change.old, change.new
    if old is None:
        return f"{change.name} added"
    if new is None:
        return f"{change.name} removed"
    if change.change is Change.MOVED:
        return f"{change.name} moved"
    said = []
    if old.quantity != new.quantity:
        said.append(f"{plan_text(old.quantity)} to {plan_text(new.quantity)}")
    if old.buffer_percent != new.buffer_percent:
        said.append("extra")
    if old.notes != new.notes and old.quantity == new.quantity:
        said.append("note")
    return f"{new.name} {' and '.join(said)}"


def _choice_words(change: ChoiceChange) -> str:
    if isinstance(change, SharingChange):
        return "batches shared" if change.is_shared else "batches separate"
    if change.new is None:
        return "batches as needed"
    batches = "1 batch" if change.new == 1 else f"{plan_text(change.new)} batches"
    return batches if change.old is None else f"{plan_text(change.old)} to {batches}"
