from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.domain.bringing_back import BringBackPreview, ReturningLine
from core.domain.comparison import BatchesChange, SharingChange, ThingChange
from core.domain.rows import CheckReason, ToCheck
from gui.dialogs.bring_back_dialog import BringBackDialog, ReturningTable
from tests.gui.dialogs.values import BOX, ITEM, plain, planned, returning

SAMPLER = planned("b", "Cookie sampler", 40)


SAME = ["40 boxes", "40 boxes"]


def opened(
    qtbot: QtBot, of: BringBackPreview, *, is_changed_meanwhile: bool = False
) -> BringBackDialog:
    dialog = BringBackDialog(of, is_changed_meanwhile=is_changed_meanwhile)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def said(dialog: BringBackDialog, name: str) -> str:
    label = dialog.findChild(QLabel, name)
    return plain(label.text()) if label is not None else ""


def table(dialog: BringBackDialog) -> list[list[str]]:
    found = dialog.findChild(ReturningTable)
    assert found is not None
    items = [found.topLevelItem(at) for at in range(found.topLevelItemCount())]
    return [[plain(item.text(at)) for at in range(3)] for item in items if item is not None]


def cells(qtbot: QtBot, line: ReturningLine) -> list[list[str]]:
    (first, *more) = table(opened(qtbot, replace(returning(), lines=(line,))))
    return [first[1:], *([row[0].strip(), *row[1:]] for row in more)]


def test_only_what_differs_stands_there_as_it_is_now_and_as_it_was(qtbot: QtBot) -> None:
    dialog = opened(qtbot, returning())
    assert said(dialog, "title") == "Bring back snapshot 2 as the plan of “Christmas market”?"
    found = dialog.findChild(ReturningTable)
    assert found is not None
    head = found.headerItem()
    assert head is not None
    assert [head.text(at) for at in range(3)] == ["What", "The plan now", "Snapshot 2"]
    assert table(dialog) == [
        ["Cookie sampler", "48 boxes", "40 boxes"],
        ["Almond biscotti", "not in the plan", "12 pieces"],
        ["Thank-you card", "60 each", "not in the plan"],
    ]
    items = [found.topLevelItem(at) for at in range(3)]
    assert [item.font(0).strikeOut() for item in items if item] == [False, False, True]
    assert said(dialog, "stays") == (
        "All snapshots stay, the newer 3 as well, and the catalog stays as it is now."
    )
    for name in ("choices", "not_as_then", "left_out", "mismatch", "no_lines"):
        assert said(dialog, name) == ""
    assert dialog.banner.isHidden()


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ({"notes": "white"}, {}, [SAME, ["note", "“white”", "no note"]]),
        ({}, {"notes": "white"}, [SAME, ["note", "no note", "“white”"]]),
        (
            {"notes": "white", "quantity": Fraction(4)},
            {"notes": "two\nlines " * 9},
            [["4 boxes", "40 boxes"], ["note", "“white”", "“two lines tw…s two lines”"]],
        ),
        ({"buffer_percent": Fraction(10)}, {}, [["40 boxes + 10 %", "40 boxes"]]),
        ({"quantity": Fraction(1)}, {}, [["1 box", "40 boxes"]]),
        ({"quantity": Fraction(7, 3)}, {}, [["2 1/3 boxes", "40 boxes"]]),
    ],
)
def test_a_cell_says_what_differs(
    qtbot: QtBot, old: dict[str, object], new: dict[str, object], shown: list[list[str]]
) -> None:
    line = ReturningLine(replace(SAMPLER, **old), replace(SAMPLER, **new), "boxes", 1, 1)  # type: ignore[arg-type]
    assert cells(qtbot, line) == shown


def test_a_line_that_was_moved_has_both_places(qtbot: QtBot) -> None:
    line = ReturningLine(SAMPLER, SAMPLER, "boxes", 3, 1, is_moved=True)
    assert cells(qtbot, line) == [SAME, ["order", "line 3", "line 1"]]


def test_what_else_comes_back_or_not_is_said(qtbot: QtBot) -> None:
    dialog = opened(
        qtbot,
        replace(
            returning(),
            choices=(
                BatchesChange("c", "Sugar cookie", Fraction(13), Fraction(7)),
                SharingChange("r", "Sugar cookies (rolled)", True),
            ),
            things=(ThingChange("recipe", "r", "Sugar cookies (rolled)"),),
            retired=(ToCheck(CheckReason.RETIRED, BOX, "g", "Gift box"),),
            left_out=("Tea box",),
            newer_versions=(3, 4, 6),
            is_as_finalized=False,
        ),
    )
    assert said(dialog, "choices") == (
        "Comes back too: 7 batches of Sugar cookie instead of 13"
        " and shared batches of Sugar cookies (rolled)."
    )
    assert said(dialog, "not_as_then") == (
        "Also not as it was then: the recipe Sugar cookies (rolled) and Gift box is retired."
    )
    assert said(dialog, "left_out") == "Left out: Tea box is not in the catalog any more."
    assert said(dialog, "stays").startswith("All snapshots stay, the newer 3, 4 and 6 as well,")
    assert said(dialog, "mismatch") == "This snapshot does not match what was finalized."


def test_two_left_out_and_no_newer_snapshot(qtbot: QtBot) -> None:
    dialog = opened(
        qtbot, replace(returning(), left_out=("Tea box", "Bow", "Bow"), newer_versions=())
    )
    assert said(dialog, "left_out") == "Left out: Tea box and Bow are not in the catalog any more."
    assert said(dialog, "stays") == "All snapshots stay, and the catalog stays as it is now."


def test_where_only_choices_come_back_there_is_no_table(qtbot: QtBot) -> None:
    choice = BatchesChange("c", "Sugar cookie", None, Fraction(7))
    dialog = opened(qtbot, replace(returning(), lines=(), choices=(choice,)))
    assert dialog.findChild(ReturningTable) is None
    assert said(dialog, "no_lines") == "The lines stay as they are."
    assert said(dialog, "choices") == "Comes back too: 7 batches of Sugar cookie."


def test_changed_meanwhile_it_says_so(qtbot: QtBot) -> None:
    dialog = opened(qtbot, returning(), is_changed_meanwhile=True)
    assert dialog.banner.isVisible()
    assert dialog.banner.text().startswith("Changed in another window just now.")


def test_a_name_is_shown_as_it_is_and_many_lines_scroll(qtbot: QtBot) -> None:
    lines = tuple(
        ReturningLine(None, planned(str(n), f"<b>Box</b> {n}", 1, ITEM), "pieces", 0, n)
        for n in range(1, 60)
    )
    dialog = opened(qtbot, replace(returning(), lines=lines, event_name="<i>x</i> " * 40))
    assert table(dialog)[0] == ["<b>Box</b> 1", "not in the plan", "1 pieces"]
    assert dialog.height() < 600
    assert dialog.title_label.textFormat() == Qt.TextFormat.PlainText
