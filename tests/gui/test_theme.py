from __future__ import annotations

import re
from itertools import product

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from gui import icons, theme
from gui.settings import ThemeMode
from gui.theme import DARK, LIGHT, Theme, ThemeManager

GROUNDS = ("background", "surface", "soft")
READ = ("text", "muted", "accent", "good", "caution", "bad", "info")
NEEDED_ICONS = [
    "event",
    "event_done",
    "snapshot",
    "snapshot_open",
    "box",
    "item",
    "cake",
    "material",
    "chosen_later",
    "draft",
    "changed",
    "good",
    "bad",
    "without_event",
    "trash",
    "search",
    "add",
    "import",
    "open",
    "sample",
    "book",
    "compare",
    "undo",
    "restore",
    "close",
    "up",
    "down",
    "edit",
    "plan_again",
    "verified",
    "note",
    "link",
    "retry",
    "info",
]


def luminance(color: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_of_contrast_is_the_usual_one() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
@pytest.mark.parametrize(("role", "ground"), list(product(READ, GROUNDS)))
def test_every_colour_of_words_reads_on_every_ground(look: Theme, role: str, ground: str) -> None:
    assert contrast(look.color(role), look.color(ground)) >= 4.5


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_words_on_buttons_and_notices_read_and_borders_can_be_seen(look: Theme) -> None:
    assert contrast(look.color("on_accent"), look.color("accent")) >= 4.5
    assert contrast(look.color("on_accent"), look.color("accent_hover")) >= 4.5
    assert contrast(look.color("on_notice"), look.color("notice")) >= 4.5
    assert contrast(look.color("notice_field"), look.color("notice")) >= 3
    for ground in ("background", "surface"):
        assert contrast(look.color("field"), look.color(ground)) >= 3


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_the_palette_is_complete_and_its_placeholder_reads(look: Theme) -> None:
    made = theme.palette(look)
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    for each in (group.Active, group.Inactive):
        assert contrast(made.color(each, role.PlaceholderText), made.color(each, role.Base)) >= 4.5
        assert contrast(made.color(each, role.Text), made.color(each, role.Base)) >= 4.5
        highlighted = made.color(each, role.HighlightedText)
        assert contrast(highlighted, made.color(each, role.Highlight)) >= 4.5
    assert made.color(group.Disabled, role.Text) != made.color(group.Active, role.Text)
    known = set(look.__dataclass_fields__)
    colors = {look.color(name).name() for name in known - {"name"}}
    for each, which in product((group.Active, group.Inactive, group.Disabled), role):
        if which not in (role.NoRole, role.NColorRoles):
            assert made.color(each, which).name() in colors, (each, which)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_the_style_sheet_leaves_no_name_unfilled_and_names_no_colour_of_its_own(
    app: QApplication, look: Theme
) -> None:
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[^{]*;)", theme._template()) == []
    sheet = theme.style_sheet(look)
    assert "@" not in sheet
    used = set(re.findall(r"#[0-9A-F]{6}\b", sheet))
    assert look.accent in used
    assert used <= {str(getattr(look, name)) for name in look.__dataclass_fields__}


def test_a_name_that_stands_for_nothing_is_an_error(
    app: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "_template", lambda: "QLabel { color: @no_such_role; }")
    with pytest.raises(KeyError, match="no_such_role"):
        theme.style_sheet(LIGHT)


def test_qt_understands_the_whole_style_sheet(qtbot: QtBot, app: QApplication) -> None:
    theme.apply(app, ThemeMode.DARK)
    window = QWidget()
    qtbot.addWidget(window)
    label, field = QLabel("x", window), QLineEdit(window)
    label.setProperty("muted", True)
    window.show()
    label.ensurePolished()
    field.ensurePolished()
    assert label.palette().color(QPalette.ColorRole.WindowText) == DARK.color("muted")
    assert field.palette().color(QPalette.ColorRole.PlaceholderText) == DARK.color("muted")


@pytest.mark.parametrize(("mode", "look"), [(ThemeMode.LIGHT, LIGHT), (ThemeMode.DARK, DARK)])
def test_applying_a_theme_makes_it_the_current_one(
    app: QApplication, mode: ThemeMode, look: Theme
) -> None:
    assert theme.apply(app, mode) is look
    assert theme.current() is look
    assert look.accent in app.styleSheet()
    assert app.palette().color(QPalette.ColorRole.Window) == look.color("background")


def test_zoom_scales_every_size_and_the_rows_with_it(app: QApplication) -> None:
    theme.apply(app, ThemeMode.LIGHT, 0)
    normal, normal_row = theme.text_sizes(), theme.row_height()
    assert normal.text >= 10
    assert normal.title == pytest.approx(normal.text * 1.7, abs=0.06)
    assert normal.head == pytest.approx(normal.text * 0.9, abs=0.06)
    theme.apply(app, ThemeMode.LIGHT, 4)
    larger = theme.text_sizes()
    assert larger.text == normal.text + 4
    assert app.font().pointSizeF() == larger.text
    assert theme.row_height() > normal_row
    assert f"font-size: {larger.title:g}pt" in app.styleSheet()
    theme.apply(app, ThemeMode.LIGHT, -50)
    assert theme.text_sizes().text == theme.SMALLEST_POINTS


def test_rows_of_a_tree_are_as_high_as_the_look_asks(qtbot: QtBot, app: QApplication) -> None:
    from PySide6.QtGui import QStandardItem, QStandardItemModel

    theme.apply(app, ThemeMode.LIGHT)
    tree = QTreeView()
    qtbot.addWidget(tree)
    model = QStandardItemModel(tree)
    model.appendRow(QStandardItem("Holiday hamper"))
    tree.setModel(model)
    tree.show()
    assert 28 <= theme.row_height() <= 34
    assert tree.sizeHintForRow(0) == theme.row_height()


def test_the_manager_tells_when_colours_have_to_be_fetched_anew(
    qtbot: QtBot, app: QApplication
) -> None:
    manager = ThemeManager(app, ThemeMode.LIGHT)
    with qtbot.waitSignal(manager.changed):
        manager.set_mode(ThemeMode.DARK)
    assert theme.current() is DARK
    with qtbot.waitSignal(manager.changed):
        manager.set_zoom(2)
    assert (manager.mode(), manager.zoom()) == (ThemeMode.DARK, 2)
    manager.set_mode(ThemeMode.LIGHT)
    assert theme.current() is LIGHT


def test_focus_can_be_seen_on_every_kind_of_button(qtbot: QtBot, app: QApplication) -> None:
    for mode, kind in product((ThemeMode.LIGHT, ThemeMode.DARK), ("", "accent", "danger", "link")):
        theme.apply(app, mode)
        button = QPushButton("Finalize")
        qtbot.addWidget(button)
        if kind:
            button.setProperty(kind, True)
        other = QPushButton("x")
        qtbot.addWidget(other)
        other.show()
        button.show()
        qtbot.waitExposed(button)
        button.clearFocus()
        without = button.grab().toImage()
        button.activateWindow()
        button.setFocus()
        qtbot.waitUntil(button.hasFocus)
        assert button.grab().toImage() != without, (mode, kind)


# Icons


def opaque_colors(image: QImage) -> set[str]:
    pixels = product(range(image.width()), range(image.height()))
    colors = (image.pixelColor(x, y) for x, y in pixels)
    return {color.name() for color in colors if color.alpha() == 255}


@pytest.mark.parametrize("name", sorted({*NEEDED_ICONS, *icons.names()}))
def test_every_icon_can_be_drawn(qtbot: QtBot, name: str) -> None:
    image = icons.icon(name).pixmap(QSize(32, 32), 1.0).toImage()
    assert opaque_colors(image) == {theme.current().color("text").name()}


def test_an_icon_that_does_not_exist_is_an_error(qtbot: QtBot) -> None:
    with pytest.raises(KeyError):
        icons.icon("oven")
    with pytest.raises(AttributeError):
        icons.icon("box", "purple")


@pytest.mark.parametrize("mode", [QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected])
def test_an_icon_keeps_its_roles_colour_on_a_selected_row(
    app: QApplication, mode: QIcon.Mode
) -> None:
    theme.apply(app, ThemeMode.DARK)
    image = icons.icon("changed", "caution").pixmap(QSize(32, 32), 1.0, mode).toImage()
    assert opaque_colors(image) == {DARK.color("caution").name()}


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_an_icon_is_drawn_anew_for_each_scale(qtbot: QtBot, scale: float) -> None:
    pixmap = icons.icon("box").pixmap(QSize(16, 16), scale)
    assert pixmap.width() == round(16 * scale)
    assert pixmap.devicePixelRatio() == scale


def test_icons_are_kept_for_each_name_and_colour(app: QApplication) -> None:
    theme.apply(app, ThemeMode.LIGHT)
    first = icons.icon("box", "accent")
    assert icons.icon("box", "accent").cacheKey() == first.cacheKey()
    assert icons.icon("box", "muted").cacheKey() != first.cacheKey()
    theme.apply(app, ThemeMode.DARK)
    assert icons.icon("box", "accent").cacheKey() != first.cacheKey()


def test_the_style_sheets_own_icons_do_not_open_the_icon_set(
    app: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    icons._lucide_texts.cache_clear()
    icons._icon_file.cache_clear()
    theme.style_sheet(LIGHT)
    assert icons._lucide_texts.cache_info().currsize == 0
