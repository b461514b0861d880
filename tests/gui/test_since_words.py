"""What the details say of a thing that the catalog has otherwise by now."""

from __future__ import annotations

from fractions import Fraction

import pytest

from core.domain.compare.diff import Change, DiffEntry, DiffKey, DiffKind, DiffValue, Step
from core.domain.rows import SinceThen
from gui.since_words import entry_text, since_text
from tests.window import plain

ITEM = Step(DiffKind.ITEM, "cookie", "Sugar cookie")
BOX = Step(DiffKind.BOX, "box", "Hamper")
RECIPE = Step(DiffKind.RECIPE, "dough", "Sugar cookies")
CREAM = Step(DiffKind.RECIPE_PART, "cream", "Vanilla cream")
BUTTER = Step(DiffKind.RECIPE_LINE, "butter", "Butter, unsalted")
CUP = ("cup", "cup")


def entry(
    steps: tuple[Step, ...],
    field: str,
    values: tuple[DiffValue, DiffValue],
    units: tuple[str, str] = ("", ""),
    *,
    change: Change = Change.CHANGED,
) -> DiffEntry:
    key = DiffKey(steps[-1].kind, "", steps[-1].uuid, 0, field)
    return DiffEntry(key, steps, change, *values, *units)


def numbers(old: str | None, new: str | None) -> tuple[DiffValue, DiffValue]:
    return None if old is None else Fraction(old), None if new is None else Fraction(new)


BUTTER_LESS = entry((ITEM, RECIPE, BUTTER), "quantity", numbers("1", "3/4"), CUP)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (BUTTER_LESS, "Butter, unsalted 1 cup is now 3/4 cup"),
        (
            entry((ITEM, RECIPE, BUTTER), "quantity", numbers("0.33", "1/2"), CUP),
            "Butter, unsalted 1/3 cup is now 1/2 cup",  # as the recipe above reads it
        ),
        (
            entry((ITEM, RECIPE, BUTTER), "quantity", numbers("0.33", "1/3"), CUP),
            "Butter, unsalted 0.33 cup is now 1/3 cup",  # which would read the same
        ),
        (
            entry((ITEM, RECIPE, BUTTER), "quantity", numbers("1", "12"), ("cup", "tbsp")),
            "Butter, unsalted 1 cup is now 12 tbsp",
        ),
        (
            entry(
                (ITEM, RECIPE, BUTTER), "quantity", numbers("1", None), CUP, change=Change.REMOVED
            ),
            "Butter, unsalted was taken out",
        ),
        (
            entry(
                (ITEM, RECIPE, BUTTER), "quantity", numbers(None, "1/4"), CUP, change=Change.ADDED
            ),
            "Butter, unsalted was added: 1/4 cup",
        ),
        (
            entry((ITEM, RECIPE, BUTTER), "place", numbers("1", "2"), change=Change.MOVED),
            "Butter, unsalted stands in another place",
        ),
        (
            entry((ITEM, RECIPE, BUTTER), "notes", ("soft", "cold")),
            "Butter, unsalted: Note was changed",
        ),
        (
            entry((ITEM, RECIPE, CREAM, BUTTER), "quantity", numbers("1", "2"), CUP),
            "Vanilla cream: Butter, unsalted 1 cup is now 2 cup",
        ),
        (
            entry((ITEM, RECIPE, CREAM), "quantity", numbers("1/2", "1"), ("batches", "batches")),
            "Vanilla cream 1/2 batch is now 1 batch",
        ),
        (
            entry((ITEM, RECIPE), "name", ("Sugar cookies", "Rolled")),
            "Sugar cookies is called Rolled now",
        ),
        (entry((ITEM, RECIPE), "notes", ("a", None)), "Sugar cookies: Note was taken out"),
        (
            entry((ITEM,), "items_per_batch", numbers("48", "50"), ("cookies", "cookies")),
            "A batch makes 48 is now 50",
        ),
        (
            entry((ITEM,), "items_per_batch", numbers("48", "50"), ("cookies", "stars")),
            "A batch makes 48 cookies is now 50 stars",
        ),
        (
            entry((ITEM,), "items_per_batch", numbers(None, "50"), ("", "stars")),
            "A batch makes 50 stars now",
        ),
        (
            entry((ITEM,), "items_per_batch", numbers("48", None), ("cookies", "")),
            "What a batch makes was taken out",
        ),
        (
            entry((ITEM,), "batch_percentage", numbers("12.5", "10"), ("%", "%")),
            "A batch makes 8 is now 10",
        ),
        (
            entry((ITEM,), "batch_percentage", numbers("33.33", "100/3"), ("%", "%")),
            "Percent of a batch 33.33 % is now 33 1/3 %",
        ),
        (entry((ITEM,), "display_name", ("Sugar cookie", "Star")), "It is called Star now"),
        (entry((ITEM,), "description", (None, "Thin")), "Description was added"),
        (entry((ITEM,), "category", (None, "Thin")), "Category is now Thin"),
        (entry((ITEM,), "category", ("Thick", "Thin")), "Category Thick is now Thin"),
        (entry((ITEM,), "recipe", ("Dough", "Rye")), "Recipe Dough is now Rye"),
        (entry((ITEM,), "recipe", ("Dough", None)), "Recipe was taken out"),
        (
            entry((BOX,), "assembly_type", ("bare", "bundle")),
            "Kind of box single is now several things",
        ),
        (
            entry((BOX, Step(DiffKind.CONTENT, "c", "Bow")), "is_generic", (False, True)),
            "Bow is chosen later now",
        ),
        (
            entry((BOX, Step(DiffKind.CONTENT, "c", "Bow")), "is_generic", (True, False)),
            "Bow is not chosen later any more",
        ),
        (
            entry(
                (BOX, Step(DiffKind.CONTENT, "c", "Bow")),
                "quantity",
                numbers("1", "2"),
                ("each", "each"),
            ),
            "Bow 1 is now 2",
        ),
        (
            entry(
                (Step(DiffKind.MATERIAL_UNIT, "b", "Bow"),),
                "quantity_per_unit",
                numbers("6", "7"),
                ("in", "in"),
            ),
            "How much one takes 6 in is now 7 in",
        ),
    ],
)
def test_each_difference_is_one_sentence(told: DiffEntry, sentence: str) -> None:
    assert plain(entry_text(told)) == sentence


def test_three_are_said_and_the_rest_is_counted() -> None:
    one = "Butter, unsalted 1 cup is now 3/4 cup"
    head = "Changed in the catalog since: "
    for count, said in (
        (1, f"{head}{one}."),
        (3, f"{head}{one}. {one}. {one}."),
        (5, f"{head}{one}. {one}. {one}. And 2 more."),
    ):
        assert plain(since_text(SinceThen((BUTTER_LESS,) * count))) == said
    retired = SinceThen((BUTTER_LESS,) * 3, is_retired=True)
    assert plain(since_text(retired)) == f"{head}It is retired. {one}. {one}. And 1 more."
    assert since_text(SinceThen(is_retired=True)) == f"{head}It is retired."


def test_what_is_gone_or_cannot_be_read_says_so_and_else_nothing() -> None:
    assert since_text(SinceThen(is_gone=True)) == "It is not in the catalog any more."
    assert since_text(SinceThen(is_unknown=True)) == (
        "Whether it changed in the catalog since cannot be read."
    )
    assert since_text(None) == ""
