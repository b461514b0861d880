"""The history as rows: signs and words of its cells, its columns, and the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from core.domain.comparison import PlanChanges
from core.domain.event_history import EventHistory, HistoryStep, MissingNumbers
from gui.models.history_model import MORE, HistoryModel, LogModel
from gui.models.history_rows import THINGS, history_rows
from gui.models.history_values import NOW, HistoryRows, LogEntry
from gui.models.roles import Role
from tests.gui.models.histories import TODAY, history, many, rows, snapshot, three
from tests.window import plain

HORIZONTAL = Qt.Orientation.Horizontal


@pytest.fixture
def model(qapp: QApplication) -> Iterator[HistoryModel]:
    made = HistoryModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning, made)
    yield made
    made.deleteLater()


def texts(model: HistoryModel) -> list[list[str]]:
    columns = range(model.columnCount())
    return [
        [plain(str(model.index(row, at).data())) for at in columns]
        for row in range(model.rowCount())
    ]


def heads(model: HistoryModel) -> list[str]:
    return [str(model.headerData(at, HORIZONTAL)) for at in range(model.columnCount())]


def signs(model: HistoryModel, row: int) -> list[str]:
    found = [model.index(row, at).data(Role.SIGNS) or () for at in range(model.columnCount())]
    return ["".join(name for name, _ in each) for each in found]


def words(log: tuple[LogEntry, ...]) -> list[tuple[str, str, str]]:
    return [(entry.title, entry.reason, plain(entry.words)) for entry in log]


def test_lines_stand_by_snapshots_with_the_plan_now_last(model: HistoryModel) -> None:
    model.set_history(three())
    assert heads(model) == [
        "",
        "Snapshot 1\n2 Nov",
        "Snapshot 2\n3 Nov",
        "Snapshot 3\n4 Nov",
        "Now",
    ]
    assert texts(model) == [
        ["Hamper", "40", "50", "50", "50"],
        ["Sampler", "40", "40", "40", "48"],
        ["Card", "", "", "", "60"],
        ["Cake", "16", "16", "0", ""],
        ["Recipes and boxes changed", "", "1", "none", "none"],
    ]


def test_a_change_has_a_sign_and_a_colour(model: HistoryModel) -> None:
    model.set_history(three())
    assert signs(model, 0) == ["", "", "up", "", ""]
    assert signs(model, 3) == ["", "", "", "down", ""]
    colours = [model.index(0, at).data(Role.COLOUR) for at in range(1, 5)]
    assert colours == ["text", "info", "muted", "muted"]


def test_each_cell_is_a_sentence_for_the_ear(model: HistoryModel) -> None:
    model.set_history(three())
    heard = [
        plain(str(model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)))
        for row, column in ((0, 1), (0, 2), (2, 4), (3, 3), (3, 4), (4, 2))
    ]
    assert heard == [
        "Hamper, Snapshot 1: 40 boxes",
        "Hamper, Snapshot 2: 50 boxes, +10, was 40",
        "Card, Now: 60 boxes, new",
        "Cake, Snapshot 3: removed, was 16",
        "Cake, Now: not planned",
        "Recipes and boxes changed, Snapshot 2: 1: Dough",
    ]


def test_a_note_alone_is_told_by_a_sign(model: HistoryModel) -> None:
    made = history({"Hamper": 40}, {"Hamper": 40})
    first, second = made.lines[0].steps
    assert first is not None
    assert second is not None
    line = replace(made.lines[0], steps=(first, replace(second, notes="for Ann")))
    model.set_history(history_rows(replace(made, lines=(line,)), TODAY))
    assert signs(model, 0)[2] == "differs"
    assert "note changed" in str(model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole))


@pytest.mark.parametrize("count", [5, 6, 7, 12])
def test_more_than_six_are_the_first_and_the_newest_five(model: HistoryModel, count: int) -> None:
    model.set_history(many(count))
    shown = [model.column_key(at) for at in range(1, model.columnCount())]
    if count <= 6:
        assert shown == [*range(101, 101 + count), NOW]
        return
    assert shown == [101, MORE, *range(101 + count - 5, 101 + count), NOW]
    assert heads(model)[2] == f"{count - 6} more"
    assert not model.flags(model.index(0, 2)) & Qt.ItemFlag.ItemIsSelectable
    model.show_columns(2, is_short=True)
    assert heads(model) == [
        "Snapshot",
        "1\n2 Nov",
        f"{count - 3} more",
        f"{count - 1}\n{count} Nov",
        f"{count}\n{count + 1} Nov",
        "Now",
    ]
    model.show_columns(count, is_short=False)
    assert (model.hidden_count, model.columnCount()) == (0, count + 2)


def test_what_is_the_same_moves_nothing(model: HistoryModel, qtbot: object) -> None:
    model.set_history(three())
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    model.set_history(three())
    model.show_columns(5, is_short=False)
    assert resets == []


def test_the_last_row_names_what_changed(model: HistoryModel) -> None:
    model.set_history(three())
    assert model.row_of(THINGS) == 4
    assert model.row_at(model.index(4, 0)).is_line is False
    assert model.row_of("nothing") == -1
    assert model.column_of(NOW) == 4
    assert model.column_of(999) == 0


class TestLog:
    def test_it_says_what_changed_newest_first(self) -> None:
        assert words(three().log) == [
            ("Now", "Not finalized yet", "Sampler 40 to 48, Card added."),
            ("Snapshot 3", "Reason 3", "Cake removed."),
            ("Snapshot 2", "Reason 2", "Hamper 40 to 50, Dough recipe."),
            ("Snapshot 1", "Reason 1", "3 lines: 40 Hamper, 40 Sampler, 16 Cake."),
        ]

    def test_nothing_changed_is_said(self) -> None:
        log = rows({"Hamper": 40}, {"Hamper": 40}, now={"Hamper": 40}).log
        assert words(log)[:2] == [
            ("Now", "", "Nothing changed since snapshot 2."),
            ("Snapshot 2", "Reason 2", "Nothing changed since snapshot 1."),
        ]
        assert log[0].icon == "good"

    def test_what_is_missing_stands_where_its_number_does(self) -> None:
        missing = (
            MissingNumbers(1, 1, False),
            MissingNumbers(3, 4, True),
            MissingNumbers(6, 9, False),
        )
        log = rows({"Hamper": 40}, {"Hamper": 41}, numbers=[2, 5], missing=missing).log
        assert [plain(entry.words) for entry in log] == [
            "Snapshots 6 to 9 were deleted.",
            "Since snapshot 2: Hamper 40 to 41.",
            "Snapshots 3 and 4 are in the trash.",
            "1 line: 40 Hamper.",
            "Snapshot 1 was deleted.",
        ]
        assert [bool(entry.title) for entry in log] == [False, True, False, True, False]

    def test_a_damaged_snapshot_says_so(self) -> None:
        made = history({"Hamper": 40}, {"Hamper": 41}, now={"Hamper": 41})
        first, second, now = made.steps
        second = replace(second, is_damaged=True)
        log = history_rows(replace(made, steps=(first, second, now)), TODAY).log
        assert plain(log[1].words) == (
            "Snapshot 2 does not match what was finalized. Hamper 40 to 41."
        )
        assert (log[1].icon, log[1].words_colour) == ("bad", "bad")

    def test_one_that_cannot_be_read_says_so_and_what_follows_says_why(self) -> None:
        made = history({"Hamper": 40}, {"Hamper": 41}, {"Hamper": 42})
        first, second, third = made.steps
        unknown = PlanChanges(since_version=2, since_id=102, is_unknown=True)
        steps = (
            first,
            replace(second, is_damaged=True, is_readable=False, changes=unknown),
            replace(third, changes=unknown),
        )
        found = history_rows(replace(made, steps=steps), TODAY)
        assert [plain(entry.words) for entry in found.log[:2]] == [
            "What changed is not known, because snapshot 2 is damaged.",
            (
                "Snapshot 2 does not match what was finalized."
                " What was planned cannot be read any more."
            ),
        ]
        assert [cell.text for cell in found.rows[0].cells] == ["40", "?", "42"]
        assert [cell.text for cell in found.rows[-1].cells] == ["", "?", "?"]

    def test_a_plan_now_that_cannot_be_read_says_why(self) -> None:
        made = history({"Hamper": 40})
        now = HistoryStep(None, PlanChanges(), is_readable=False, problem="It is damaged.")
        line = replace(made.lines[0], steps=(*made.lines[0].steps, None))
        found = history_rows(EventHistory(1, (*made.steps, now), (line,)), TODAY)
        assert words(found.log)[0] == ("Now", "", "It is damaged.")

    def test_without_a_reason_the_words_alone_stand_there(self) -> None:
        made = history({"Hamper": 40}, {"Hamper": 41})
        steps = tuple(
            replace(step, snapshot=replace(snapshot(at + 1), notes=" \n"))
            for at, step in enumerate(made.steps)
        )
        log = history_rows(replace(made, steps=steps), TODAY).log
        assert [entry.reason for entry in log] == ["", "First plan"]

    def test_no_snapshot_left_names_what_is_missing(self) -> None:
        found = history_rows(EventHistory(1, missing=(MissingNumbers(1, 2, True),)), TODAY)
        assert found == HistoryRows(missing_text="Snapshots 1 and 2 are in the trash.")

    def test_its_model_passes_the_tester(self, qapp: QApplication) -> None:
        model = LogModel()
        QAbstractItemModelTester(
            model, QAbstractItemModelTester.FailureReportingMode.Warning, model
        )
        model.set_entries(three().log)
        heard = str(model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        assert plain(heard).startswith("Snapshot 3, Wednesday 4 November 2026")
        assert plain(heard).endswith("Reason 3. Cake removed.")
        model.set_entries(())
        assert model.row_of(NOW) == -1
        model.deleteLater()
