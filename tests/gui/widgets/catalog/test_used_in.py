from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.domain.catalog import Usage, UsePlace
from core.domain.keys import Key, ThingKind
from gui.widgets.catalog.used_in import PlaceLink, UsedIn
from tests.gui.widgets.catalog.things import MARKET, ODD_NAMES, SAMPLER, shown, snapshots


@pytest.fixture
def used(qtbot: QtBot) -> UsedIn:
    return shown(qtbot, UsedIn)


def lines(used: UsedIn) -> list[str]:
    """Each line as it reads."""
    found = []
    for line in used.findChildren(QWidget, "used_in_line"):
        if not line.isHidden():
            if isinstance(line, QLabel):
                found.append(line.text())
                continue
            QApplication.processEvents()  # what was added is shown, what was opened is gone
            parts = [part for part in line.findChildren(QWidget) if not part.isHidden()]
            texts = [part.text() for part in parts if isinstance(part, (QLabel, QPushButton))]
            found.append(" ".join(texts).replace("\u2068", "").replace("\u2069", ""))
    return found


def names(used: UsedIn) -> list[str]:
    return [link.accessibleName() for link in used.findChildren(PlaceLink)]


def test_each_kind_has_its_line(used: UsedIn) -> None:
    hamper = UsePlace(Key(ThingKind.FINISHED_GOOD, 8), "Holiday hamper")
    used.show_usage(
        Usage((SAMPLER, hamper, MARKET, *snapshots(1)), 2, plan_count=1, snapshot_count=1)
    )
    assert lines(used) == [
        "2 boxes Cookie sampler, Holiday hamper",
        "1 plan Christmas market",
        "1 snapshot Snapshot 1 of Christmas market",
    ]


def test_nothing_is_said_in_a_sentence(used: UsedIn) -> None:
    used.show_usage(Usage())
    label = used.findChild(QLabel, "used_in_nothing")
    assert label is not None
    assert label.text() == "Not used anywhere yet."


def test_a_name_leads_there(used: UsedIn, qtbot: QtBot) -> None:
    used.show_usage(Usage((SAMPLER, MARKET), 1, plan_count=1))
    link = used.findChildren(PlaceLink)[1]
    link.setFocus()
    with qtbot.waitSignal(used.place_wanted) as wish:
        qtbot.keyClick(link, Qt.Key.Key_Space)
    assert wish.args == [MARKET.key]


def test_many_are_opened_by_the_last_word_which_hands_the_keyboard_on(
    used: UsedIn, qtbot: QtBot
) -> None:
    used.show_usage(Usage(snapshots(14), snapshot_count=20))
    assert len(names(used)) == 5
    more = used.findChild(QPushButton, "used_in_more")
    assert more is not None
    assert more.text() == "and 15 more"
    more.setFocus()
    qtbot.keyClick(more, Qt.Key.Key_Space)
    assert len(names(used)) == 14
    assert lines(used)[0].endswith("and 6 more")
    assert used.findChildren(PlaceLink)[5].hasFocus()


def test_the_same_again_leaves_what_was_opened(used: UsedIn) -> None:
    used.show_usage(Usage(snapshots(14), snapshot_count=14))
    more = used.findChild(QPushButton, "used_in_more")
    assert more is not None
    more.click()
    used.show_usage(Usage(snapshots(14), snapshot_count=14))
    assert len(names(used)) == 14


def test_what_is_in_the_trash_is_counted_and_one_without_a_place_is_no_link(used: UsedIn) -> None:
    used.show_usage(Usage((UsePlace(None, "Snapshot 2 of School fair"),), trash_count=1))
    assert lines(used) == ["1 thing in the trash Snapshot 2 of School fair"]
    assert not used.findChildren(PlaceLink)[0].isEnabled()


def test_a_count_without_names_is_said_all_the_same(used: UsedIn) -> None:
    used.show_usage(Usage((), recipe_count=2))
    assert lines(used) == ["2 recipes"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_name_is_plain_text(used: UsedIn, name: str) -> None:
    used.show_usage(Usage((UsePlace(SAMPLER.key, name),), 1))
    assert names(used) == [" ".join(name.split())]
    text = used.findChildren(PlaceLink)[0].text()
    assert "&&" in text if "&" in name else "&" not in text


def test_names_go_on_in_the_next_line_where_there_is_no_room(used: UsedIn, qtbot: QtBot) -> None:
    used.show_usage(Usage(snapshots(5), snapshot_count=5))
    line = used.findChild(QWidget, "used_in_line")
    assert line is not None
    assert line.heightForWidth(300) > line.heightForWidth(2000)
    for link in used.findChildren(PlaceLink):
        qtbot.waitUntil(lambda link=link: link.geometry().right() <= line.width())  # type: ignore[misc]
    qtbot.waitUntil(lambda: len({link.y() for link in used.findChildren(PlaceLink)}) > 1)
    used.window().setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: line.findChildren(QLabel)[0].x() > line.width() // 2)
