"""The window itself: menus, the two panes, the status bar; what happens in it is the workbench's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QByteArray, QCoreApplication, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QSplitter,
    QWidget,
)
from typing_extensions import override

from gui import theme
from gui.actions.action_table import ACTIONS, MENUS, WindowState
from gui.settings import UiSettings
from gui.widgets.read_only import read_only_text

LEAST_WIDTH, LEAST_HEIGHT = 800, 560
FIRST_WIDTH, FIRST_HEIGHT = 1280, 800
LIST_HIDES_BELOW = 900
ALL_COLUMNS_FROM = 1180


class MainWindow(QMainWindow):
    """Paints at once, empty; the panes come after the first paint (`set_panes`)."""

    file_dropped = Signal(str)
    width_changed = Signal(int)
    cancel_wanted = Signal()

    def __init__(self, settings: UiSettings) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(self.tr("Proofbook"))
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.setAcceptDrops(True)
        self.settings = settings
        self.may_close: Callable[[], bool] = lambda: True
        self.commands: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("panes")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(theme.SPACE_L)
        for _ in range(2):
            frame = QFrame()
            frame.setProperty("card", True)
            self.splitter.addWidget(frame)
        central = QWidget()
        layout = QHBoxLayout(central)
        layout.setContentsMargins(theme.SPACE_M, theme.SPACE_XS, theme.SPACE_M, theme.SPACE_XS)
        layout.addWidget(self.splitter)
        self.setCentralWidget(central)
        self._make_menus()
        self._make_status_bar()
        self._restore_size()

    def _make_menus(self) -> None:
        for name, text in MENUS:
            menu = self.menuBar().addMenu(
                QCoreApplication.translate("Actions", text)  # literal in the action table
            )
            menu.setToolTipsVisible(True)  # of acts that are off, to say why
            self.menus[name] = menu
        for spec in ACTIONS:
            action = QAction(QCoreApplication.translate("Actions", spec.text), self)
            action.setObjectName(spec.name)
            action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
            menu = self.menus[spec.menu]
            if spec.is_separated:
                menu.addSeparator()
            menu.addAction(action)
            self.commands[spec.name] = action
        self.update_commands(WindowState())

    def update_commands(self, state: WindowState) -> None:
        writable = replace(state, is_writable=True)
        for spec in ACTIONS:
            action = self.commands[spec.name]
            action.setEnabled(spec.when(state))
            is_kept_off = state.has_database and not spec.when(state) and spec.when(writable)
            why_not = read_only_text() if is_kept_off else spec.why_not(state)
            action.setToolTip(why_not)
            action.setStatusTip(why_not)

    def _make_status_bar(self) -> None:
        self.saving = QLabel()
        self.saving.setObjectName("saving")
        self.saving.setTextFormat(Qt.TextFormat.PlainText)  # a running job names her things
        self.file = QLabel()
        self.file.setObjectName("file")
        self.file.setTextFormat(Qt.TextFormat.PlainText)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setObjectName("cancel_job")
        self.cancel.setProperty("link", True)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.cancel.hide()
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.saving)
        bar.addWidget(self.cancel)
        bar.addPermanentWidget(self.file)

    def _restore_size(self) -> None:
        geometry = self.settings.window_geometry()
        if geometry is None or not self.restoreGeometry(geometry):
            room = self.screen().availableGeometry()
            # The frame is not known before the window is shown; a title bar is about this high.
            height = room.height() - self.fontMetrics().height() * 3
            self.resize(min(FIRST_WIDTH, room.width()), min(FIRST_HEIGHT, height))

    def set_panes(self, left: QWidget, right: QWidget) -> None:
        """Puts the real panes where the empty ones were painted."""
        for place, pane in enumerate((left, right)):
            old = self.splitter.replaceWidget(place, pane)
            if old is not None:
                old.deleteLater()
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        sizes = self.settings.splitter_sizes("panes")
        width = max(self.width(), LEAST_WIDTH)
        hint = min(max(left.sizeHint().width(), width * 35 // 100), width * 42 // 100)
        self.splitter.setSizes(sizes if len(sizes) == 2 else [hint, width - hint])
        self.width_changed.emit(self.width())

    def save_layout(self) -> None:
        self.settings.set_window_geometry(QByteArray(self.saveGeometry()))
        left = self.splitter.widget(0)
        if left is not None and not left.isHidden():
            self.settings.set_splitter_sizes("panes", self.splitter.sizes())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.width_changed.emit(event.size().width())

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self.may_close():
            self.save_layout()
            super().closeEvent(event)
        else:
            event.ignore()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.file_dropped.emit(event.mimeData().urls()[0].toLocalFile())
        event.acceptProposedAction()
