from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.widgets.left_pane import CATALOG, PLANS
from gui.widgets.text_face import face_font
from gui.widgets.view_switch import SegmentButton, ViewSwitch


@pytest.fixture
def switch(qtbot: QtBot) -> ViewSwitch:
    made = ViewSwitch("view_switch", "Views", {PLANS: "Plans", CATALOG: "Catalog"})
    qtbot.addWidget(made)
    made.show()
    QApplication.processEvents()
    return made


def button(switch: ViewSwitch, name: str) -> SegmentButton:
    found = switch.findChild(SegmentButton, f"show_{name}")
    assert isinstance(found, SegmentButton)
    return found


@pytest.mark.parametrize("name", [PLANS, CATALOG])
def test_the_pressed_word_has_room_in_its_heavier_weight_and_nothing_moves(
    switch: ViewSwitch, name: str
) -> None:
    before = [button(switch, each).geometry() for each in (PLANS, CATALOG)]
    switch.set_view(name)
    QApplication.processEvents()
    assert [button(switch, each).geometry() for each in (PLANS, CATALOG)] == before
    pressed = button(switch, name)
    bold = QFontMetrics(face_font("strong")).horizontalAdvance(pressed.text())
    assert pressed.width() >= bold + 2 * 9


def test_from_right_to_left_the_round_corners_stay_outside(switch: ViewSwitch) -> None:
    assert button(switch, PLANS).property("segment") == "left"
    switch.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert button(switch, PLANS).property("segment") == "right"
    assert button(switch, CATALOG).property("segment") == "left"
