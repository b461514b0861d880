from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from core.domain.keys import ComponentKind
from core.domain.rows import IngredientLine, SinceThen, ThingDetails
from gui.widgets.details_panel import AmountLines, DetailsPanel
from gui.widgets.details_texts import batch_text, kind_text, material_text
from gui.widgets.icon_label import IconLabel
from gui.widgets.text_face import TextFace
from tests.gui.test_since_words import BUTTER_LESS
from tests.window import plain

COOKIE = ThingDetails(
    ComponentKind.FINISHED_UNIT,
    "u1",
    "Sugar cookie",
    recipe_name="Sugar cookies (rolled)",
    recipe_notes="Chill the dough.",
    items_per_batch=Fraction(48),
    item_unit="cookies",
    recipe_lines=(
        IngredientLine("All-purpose flour", Fraction(11, 4), "cup"),
        IngredientLine("Butter, unsalted", Fraction(1), "cup", "soft"),
        IngredientLine("Egg", Fraction(1), "each"),
        IngredientLine("Vanilla extract", Fraction(1), "tsp"),
    ),
)
RIBBON = ThingDetails(
    ComponentKind.MATERIAL_UNIT,
    "u2",
    "Red ribbon bow",
    material_name="Ribbon, red",
    quantity_per_unit=Fraction(1524, 100),
    display_unit="in",
)


@pytest.fixture
def panel(qtbot: QtBot) -> DetailsPanel:
    made = DetailsPanel()
    qtbot.addWidget(made)
    made.resize(800, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def said(panel: DetailsPanel) -> list[str]:
    """Every text in the panel that is not hidden, from the top."""
    texts = []
    for widget in panel.findChildren(QWidget):
        if widget.isHidden():
            continue
        if isinstance(widget, QLabel):
            texts.append(widget.text())
        elif isinstance(widget, TextFace):
            texts.append(widget.face_text())
    return [text for text in texts if text]


def test_an_item_shows_what_a_batch_makes_and_its_recipe(panel: DetailsPanel) -> None:
    panel.show_details(COOKIE)

    assert said(panel) == [
        "Sugar cookie",
        "item, as it is now",
        "A batch makes 48 cookies",
        "from the recipe Sugar cookies (rolled)",
        "2 3/4 cup",
        "All-purpose flour",
        "1 cup",
        "Butter, unsalted (soft)",
        "1",
        "Egg",
        "1 tsp",
        "Vanilla extract",
        "Chill the dough.",
    ]


def test_the_exact_amount_stands_in_the_tooltip(panel: DetailsPanel) -> None:
    panel.show_details(COOKIE)
    tips = {label.text(): label.toolTip() for label in panel.findChildren(QLabel)}

    assert "2.75 cup" in tips["2 3/4 cup"]
    assert tips["1 cup"] == ""


def test_a_thing_of_a_snapshot_says_the_day(panel: DetailsPanel) -> None:
    then = replace(COOKIE, as_of=datetime(2026, 11, 21, 12, 5, tzinfo=UTC))
    panel.show_details(then)

    assert kind_text(then).startswith("item, as it was on ")
    assert kind_text(then) in said(panel)
    assert "2026" in kind_text(then)


def test_an_item_without_a_number_a_batch_says_so(panel: DetailsPanel) -> None:
    panel.show_details(replace(COOKIE, items_per_batch=None))

    assert "No number a batch is known." in said(panel)
    assert "from the recipe Sugar cookies (rolled)" in said(panel)


@pytest.mark.parametrize(
    ("percentage", "portion", "text"),
    [
        (Fraction("12.5"), "slices", "A batch makes 8 slices"),
        (Fraction("33.33"), "loaves", "A batch makes 3 loaves"),
        (Fraction(50), "9-inch rounds", "A batch makes 2 × 9-inch rounds"),
    ],
)
def test_portions_of_a_batch_are_counted(percentage: Fraction, portion: str, text: str) -> None:
    cake = ThingDetails(
        ComponentKind.FINISHED_UNIT,
        "u3",
        "Cake",
        batch_percentage=percentage,
        portion_description=portion,
    )

    assert batch_text(cake) == text


@pytest.mark.parametrize(
    ("quantity", "unit", "text"),
    [
        (Fraction(1524, 100), "in", "One is 6 in of Ribbon, red."),
        (Fraction(1524, 100), "cm", "One is 15.24 cm of Ribbon, red."),
        (Fraction(50), "linear_cm", "One is 50 cm of Ribbon, red."),
        (Fraction("64.516"), "sq_in", "One is 10 sq in of Ribbon, red."),
        (Fraction(3), "each", "One is 3 of Ribbon, red."),
        (Fraction(1), "each", "One is 1 Ribbon, red."),
        (Fraction(7), "skein", "One is 7 skein of Ribbon, red."),
        (Fraction(7), None, "One is 7 of Ribbon, red."),
    ],
)
def test_a_materials_amount_is_in_the_bakers_unit(
    quantity: Fraction, unit: str | None, text: str
) -> None:
    assert material_text(replace(RIBBON, quantity_per_unit=quantity, display_unit=unit)) == text


def test_a_generic_material_is_chosen_later(panel: DetailsPanel) -> None:
    panel.show_details(ThingDetails(ComponentKind.MATERIAL, "u4", "Gift box"))

    assert "Which Gift box is used is chosen later." in said(panel)


def test_a_box_lists_what_is_in_each_and_an_empty_one_says_so(panel: DetailsPanel) -> None:
    box = ThingDetails(
        ComponentKind.FINISHED_GOOD,
        "u5",
        "Cookie sampler",
        contents=(IngredientLine("Sugar cookie", Fraction(6), "cookies"),),
    )
    panel.show_details(box)
    assert said(panel)[2:] == ["In each box", "6 cookies", "Sugar cookie"]
    panel.show_details(replace(box, contents=()))

    assert said(panel)[2:] == ["Nothing is in this box yet."]


def test_nothing_loading_and_failure_say_so(panel: DetailsPanel, qtbot: QtBot) -> None:
    assert said(panel) == ["Choose a row to see its recipe or contents."]
    panel.show_details(COOKIE)
    panel.show_loading()
    assert "Sugar cookie" in said(panel)  # no flicker for an answer that comes soon
    qtbot.waitUntil(lambda: said(panel) == ["Reading…"])
    panel.show_failure("Could not be read.")
    assert said(panel) == ["Could not be read."]
    with qtbot.waitSignal(panel.retry_wanted):
        panel.findChild(QPushButton, "details_retry").click()


def test_an_answer_in_time_never_shows_reading(panel: DetailsPanel) -> None:
    panel.show_loading()
    panel.show_details(COOKIE)

    assert not panel._loading.isActive()
    assert "Sugar cookie" in said(panel)


def test_what_changed_in_the_catalog_since_is_said_and_heard(panel: DetailsPanel) -> None:
    panel.show_details(replace(COOKIE, since=SinceThen((BUTTER_LESS,))))
    sentence = "Changed in the catalog since: Butter, unsalted 1 cup is now 3/4 cup."
    label = next(each for each in panel.findChildren(QLabel) if plain(each.text()) == sentence)

    assert label.property("role") == "caution"
    assert label.wordWrap()
    assert isinstance(label.parent().findChild(IconLabel), IconLabel)
    assert plain(panel.accessibleDescription()) == f"Sugar cookie, item, as it is now. {sentence}"
    panel.show_details(COOKIE)
    assert sentence not in [plain(text) for text in said(panel)]
    assert panel.accessibleDescription() == "Sugar cookie, item, as it is now"


def test_a_long_change_is_wrapped_in_a_narrow_panel(panel: DetailsPanel, qtbot: QtBot) -> None:
    panel.show_details(replace(COOKIE, since=SinceThen((BUTTER_LESS,) * 5)))
    panel.resize(panel.minimumSizeHint().width() + 100, 300)
    body = panel.findChild(QScrollArea, "details_body")
    label = next(each for each in panel.findChildren(QLabel) if "And 2 more" in each.text())

    qtbot.waitUntil(lambda: label.height() >= 2 * label.fontMetrics().height())
    assert body.horizontalScrollBar().maximum() == 0


def test_names_are_plain_text(panel: DetailsPanel) -> None:
    panel.show_details(replace(COOKIE, name="<b>x</b>", notes="<i>y</i>"))

    assert "<b>x</b>" in said(panel)
    labels = [label for label in panel.findChildren(QLabel) if label.text() == "<i>y</i>"]
    assert [label.textFormat() for label in labels] == [Qt.TextFormat.PlainText]


def test_the_recipe_takes_two_columns_only_where_they_fit(
    panel: DetailsPanel, qtbot: QtBot
) -> None:
    panel.show_details(COOKIE)
    lines = panel.findChild(AmountLines)
    qtbot.waitUntil(lambda: lines.columns() == 2)
    panel.resize(panel.fontMetrics().averageCharWidth() * 50, 300)
    qtbot.waitUntil(lambda: lines.columns() == 1)


def test_its_size_does_not_follow_what_it_shows(panel: DetailsPanel) -> None:
    before = panel.sizeHint(), panel.minimumSizeHint()
    many = tuple(IngredientLine(f"Thing {n}", Fraction(n + 1), "g") for n in range(60))
    panel.show_details(replace(COOKIE, recipe_lines=many, recipe_notes="Long. " * 2000))

    assert (panel.sizeHint(), panel.minimumSizeHint()) == before
    assert panel.size().height() == 300


def test_the_close_button_says_closed(panel: DetailsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel.findChild(QPushButton, "details_close"), Qt.Key.Key_Return)


def test_the_keyboard_on_the_whole_panel_is_seen_and_scrolls(
    panel: DetailsPanel, qtbot: QtBot
) -> None:
    many = tuple(IngredientLine(f"Thing {n}", Fraction(n + 1), "g") for n in range(60))
    panel.show_details(replace(COOKIE, recipe_lines=many))
    panel.activateWindow()
    before = panel.grab().toImage()
    panel.setFocus()
    qtbot.waitUntil(panel.hasFocus)
    assert panel.grab().toImage() != before

    bar = panel.findChild(QScrollArea, "details_body").verticalScrollBar()
    qtbot.keyClick(panel, Qt.Key.Key_End)
    assert bar.value() == bar.maximum() > 0
