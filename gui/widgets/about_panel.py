"""What is known about a snapshot besides its plan."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.rows import SnapshotDetail, SnapshotRow, Verification
from gui import texts, theme
from gui.widgets.focus import draw_focus
from gui.widgets.icon_label import IconLabel
from gui.widgets.plain_label import plain_label
from gui.words import check_text, day_text


class AboutCard(QFrame):
    """Shows whether the panel around it has the keyboard."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        self._panel = panel
        self.setProperty("card", True)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._panel.hasFocus():
            draw_focus(self)


class AboutPanel(QScrollArea):
    """Number, day, event as it was then, what it holds, its whole code, and what was to check."""

    menu_wanted = Signal(QPoint)  # in global coordinates

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setAccessibleName(self.tr("About this snapshot"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._values: dict[str, QLabel] = {}
        self._verdict: QLabel | None = None

    def show_snapshot(self, detail: SnapshotDetail) -> None:
        """The verdict on its fingerprint comes later, by set_verification."""
        self._values = {}
        page = AboutCard(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_L)
        layout.addLayout(self._facts(detail))
        self._verdict = plain_label(name="about_mismatch", look="bad")
        self._verdict.hide()
        layout.addWidget(self._verdict)
        layout.addWidget(plain_label(self.tr("To check"), look="strong"))
        layout.addLayout(self._checks(detail.row))
        layout.addStretch(1)
        self.setWidget(page)

    def set_verification(self, verification: Verification | None) -> None:
        """Names everything that does not match; says nothing where all is well."""
        text = ""
        if verification is not None and verification.is_sealed and not verification.is_unchanged:
            names = "\n".join(texts.one_line(name) for name in verification.mismatched)
            text = self.tr(
                "This does not match what was finalized. The file was changed from outside, "
                "or is damaged:"
            )
            text = f"{text}\n{names}"
        if self._verdict is not None:
            self._verdict.setText(text)
            self._verdict.setVisible(bool(text))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()

    def _mark(self) -> None:
        card = self.widget()
        if card is not None:
            card.update()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())
        event.accept()

    def value_text(self, name: str) -> str:
        """What stands beside a fact; the names are the labels' objectNames."""
        return self._values[name].text()

    def _facts(self, detail: SnapshotDetail) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_XL)
        grid.setVerticalSpacing(theme.SPACE_S)
        grid.setColumnStretch(1, 1)
        for at, (name, label, value) in enumerate(self._fact_texts(detail)):
            caption = plain_label(label, look="muted", wraps=False)
            shown = plain_label(value, name)
            shown.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            shown.setAccessibleName(f"{label}: {value}")
            caption.setBuddy(shown)
            grid.addWidget(caption, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, at, 1)
            self._values[name] = shown
        return grid

    def _fact_texts(self, detail: SnapshotDetail) -> list[tuple[str, str, str]]:
        row = detail.row
        when = texts.moment_text(row.created_at)
        facts = [
            ("about_number", self.tr("Number"), self._number(detail)),
            ("about_when", self.tr("Finalized") if row.is_sealed else self.tr("Begun"), when),
            ("about_event", self.tr("Event, as it was then"), self._event(detail)),
        ]
        if row.notes:
            facts.append(("about_reason", self.tr("Reason"), row.notes))
        facts.append(("about_counts", self.tr("Holds"), texts.counts_text(row.counts)))
        if row.manifest_hash:
            code = row.manifest_hash.upper()
            fours = " ".join(code[at : at + 4] for at in range(0, len(code), 4))
            facts.append(("about_code", self.tr("The whole code"), fours))
        return facts

    def _number(self, detail: SnapshotDetail) -> str:
        version, latest = detail.row.version, detail.latest_version
        if version is None:
            return self.tr("None yet: it is open and can still change")
        if latest is not None and latest > version:
            return self.tr("Snapshot {version}. There is a newer one: snapshot {latest}").format(
                version=version, latest=latest
            )
        return self.tr("Snapshot {version}").format(version=version)

    def _event(self, detail: SnapshotDetail) -> str:
        row = detail.row
        if row.event_name is None:
            return self.tr("It never had one")
        day = self.tr("no date yet") if row.event_date is None else day_text(row.event_date)
        text = f"{texts.isolate(texts.one_line(row.event_name))}, {day}"
        if not detail.event_exists:
            text += "\n" + self.tr("The event was deleted; these are its name and date then.")
        return text

    def _checks(self, row: SnapshotRow) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_S)
        grid.setVerticalSpacing(theme.SPACE_S)
        grid.setColumnStretch(1, 1)
        if not row.to_check:
            text = plain_label(self.tr("Nothing was left to check."), "about_checks", "muted")
            grid.addWidget(text, 0, 0, 1, 2)
            self._values["about_checks"] = text
            return grid
        for at, check in enumerate(row.to_check):
            sentence = check_text(check)
            name = "about_checks" if at == 0 else f"about_checks_{at}"
            text = plain_label(f"{sentence[:1].upper()}{sentence[1:]}.", name)
            grid.addWidget(IconLabel("chosen_later", "caution"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, at, 1)
            self._values[name] = text
        return grid
