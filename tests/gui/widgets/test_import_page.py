from __future__ import annotations

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from core.domain.import_report import ImportMessage, ImportOutcome, ImportReport, ImportRow
from gui.widgets.import_page import ImportPage

REPORT = ImportReport(
    added={"ingredients": 413, "recipes": 20, "finished_units": 20, "materials": 21, "events": 1},
    unchanged={"ingredients": 2},
    changed={"recipes": 3},
    left_out={"products": 156, "suppliers": 6, "recipients": 3, "recipes": 1},
    messages=(ImportMessage("finished_units", "Sablés", "no number a batch"),),
    rows=(
        ImportRow("finished_units", "Sablés", ImportOutcome.ADDED, "no number a batch"),
        ImportRow("finished_units", "<b>Tom & Jerry</b>", ImportOutcome.ADDED),
    ),
)
ONLY_CHANGED = ImportReport({}, {}, {"recipes": 3, "ingredients": 2}, {})
NOTHING = ImportReport({}, {"ingredients": 3}, {}, {})


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


@pytest.fixture
def page(qtbot: QtBot) -> ImportPage:
    made = ImportPage()
    qtbot.addWidget(made)
    tester = QAbstractItemModelTester(
        made.model, QAbstractItemModelTester.FailureReportingMode.Warning, made
    )
    assert tester.model() is made.model
    made.resize(800, 600)
    made.show()
    return made


def table(page: ImportPage) -> dict[str, list[str]]:
    model = page.model
    return {
        model.index(at, 0).data(): [model.index(at, column).data() for column in range(1, 5)]
        for at in range(model.rowCount())
    }


def test_the_preview_counts_each_kind_in_the_screens_words(page: ImportPage) -> None:
    page.show_preview(REPORT, "sample.json")
    assert table(page) == {
        "Events": ["1", "", "", ""],
        "Items": ["20", "", "", ""],
        "Recipes": ["20", "3", "", "1"],
        "Ingredients": ["413", "", "2", ""],
        "Materials": ["21", "", "", ""],
    }
    assert page.import_button.text() == "Import 475 things"
    assert page._foreign.text() == (
        "156 products, 6 suppliers, 3 recipients: Proofbook has no place for these; "
        "your file keeps them."
    )


def test_a_row_opens_to_its_reasons_and_names(page: ImportPage) -> None:
    page.show_preview(REPORT, "sample.json")
    items = page.model.index(1, 0)
    below = [plain(page.model.index(at, 0, items).data()) for at in range(2)]
    assert below == ["Sablés: no number a batch", "<b>Tom & Jerry</b>"]
    assert page.model.rowCount(items) == 2
    assert page.model.index(1, 1, items).data() == "1"


def test_the_bakers_own_stays_unless_she_takes_the_files(qtbot: QtBot, page: ImportPage) -> None:
    page.show_preview(REPORT, "sample.json")
    with qtbot.waitSignal(page.import_wanted) as wanted:
        page.import_button.click()
    assert wanted.args == [frozenset()]
    page._ticks["recipes"].click()
    with qtbot.waitSignal(page.import_wanted) as wanted:
        page.import_button.click()
    assert wanted.args == [frozenset({"recipes"})]


def test_what_can_be_imported_is_counted_again_at_every_tick(page: ImportPage) -> None:
    page.show_preview(ONLY_CHANGED, "sample.json")
    assert page.import_button.text() == "Nothing to import"
    assert not page.import_button.isEnabled()
    assert page._ticks["recipes"].hasFocus()
    page._ticks["recipes"].click()
    assert page.import_button.text() == "Import 3 things"
    assert page.import_button.isEnabled()
    page._ticks["ingredients"].click()
    assert page.import_button.text() == "Import 5 things"
    page._ticks["recipes"].click()
    page._ticks["ingredients"].click()
    assert not page.import_button.isEnabled()


def test_the_first_box_is_the_next_step_only_while_there_is_none(page: ImportPage) -> None:
    page.show_result(REPORT, "", "Christmas 2026", has_boxes=True)
    assert page.make_box_button.isHidden()
    assert page.plan_button.property("accent")
    page.show_result(REPORT, "", "Christmas 2026")
    assert page.make_box_button.property("accent")
    assert not page.plan_button.property("accent")


def test_a_file_with_nothing_new_has_nothing_to_import(page: ImportPage) -> None:
    page.show_preview(NOTHING, "sample.json")
    assert page.import_button.isHidden()
    assert page.done_button.isVisible()
    assert "nothing new" in page.sentence()


def test_while_it_works_there_is_only_cancel(qtbot: QtBot, page: ImportPage) -> None:
    page.show_busy("Reading…")
    assert page._busy.isVisible()
    assert page.view.isHidden()
    assert [each.objectName() for each in page._buttons if each.isVisible()] == ["cancel"]
    with qtbot.waitSignal(page.cancel_wanted):
        page.cancel_button.click()


def test_the_result_leads_on(qtbot: QtBot, page: ImportPage) -> None:
    page.show_result(REPORT, "Imported 413 ingredients.", "Tom & Jerry")
    assert page.sentence() == "Imported 413 ingredients."
    assert plain(page.plan_button.text()) == "Plan Tom && Jerry"
    assert page.look_button.text() == "1 item to look at"
    with qtbot.waitSignal(page.make_box_wanted):
        page.make_box_button.click()
    with qtbot.waitSignal(page.plan_wanted):
        page.plan_button.click()
    page.look_button.click()
    assert page.view.isExpanded(page.model.index(1, 0))


def test_without_an_event_there_is_none_to_plan(page: ImportPage) -> None:
    page.show_result(NOTHING, "Imported nothing.")
    assert page.plan_button.isHidden()
    assert page.look_button.isHidden()


def test_a_failure_is_a_sentence_and_a_way_out(qtbot: QtBot, page: ImportPage) -> None:
    page.show_failure("This is not a bake-tracker file.")
    assert page.sentence() == "This is not a bake-tracker file."
    assert page.view.isHidden()
    with qtbot.waitSignal(page.done_wanted):
        page.done_button.click()
