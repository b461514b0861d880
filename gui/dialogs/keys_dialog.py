"""Keys and words: what F1 shows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui import theme
from gui.dialogs.plain_dialog import PlainDialog
from gui.widgets.plain_label import plain_label

Pairs = list[tuple[str, str]]


def _align(column: QVBoxLayout) -> None:
    """The texts of all its tables begin at the same place."""
    grids = [
        item for at in range(column.count()) if isinstance(item := column.itemAt(at), QGridLayout)
    ]
    widest = 0
    for grid in grids:
        for row in range(grid.rowCount()):
            cell = grid.itemAtPosition(row, 0)
            widest = max(widest, cell.sizeHint().width() if cell is not None else 0)
    for grid in grids:
        grid.setColumnMinimumWidth(0, widest)


class KeysDialog(PlainDialog):
    """Two columns of keys, then the words of the program in a sentence each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("KeysDialog", "Keys and words"), parent)
        self.setObjectName("keys_dialog")
        page = QWidget()
        page.setObjectName("page")
        columns = QHBoxLayout(page)
        columns.setContentsMargins(0, 0, theme.SPACE_M, 0)
        columns.setSpacing(theme.SPACE_XL)
        left = QVBoxLayout()
        right = QVBoxLayout()
        for column in (left, right):
            column.setSpacing(theme.SPACE_S)
            columns.addLayout(column, 1)
        self._add(left, self.tr("Everywhere"), self._keys_everywhere())
        self._add(left, self.tr("In the list"), self._keys_in_list())
        self._add(left, self.tr("In the catalog"), self._keys_in_catalog())
        self._add(right, self.tr("In the plan"), self._keys_in_plan())
        self._add(right, self.tr("In batches and shopping"), self._keys_in_sums())
        self._add(right, self.tr("In the history"), self._keys_in_history())
        self._add(right, self.tr("How many, typed"), self._amounts())
        self._add(right, self.tr("Words"), self._words())
        for column in (left, right):
            column.addStretch(1)
        for column in (left, right):
            _align(column)
        scroll = QScrollArea()
        scroll.setObjectName("keys")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        height = self.fontMetrics().height()
        scroll.setMinimumSize(self.fontMetrics().averageCharWidth() * 110, height * 36)
        self.body.addWidget(scroll, 1)
        close = self.add_button(self.tr("Close"), "close")
        close.setDefault(True)
        close.clicked.connect(self.reject)
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self) -> None:
        """Nothing to answer."""

    def _add(self, column: QVBoxLayout, heading: str, pairs: Pairs) -> None:
        column.addWidget(plain_label(heading, look="heading", wraps=False))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_XS)
        grid.setColumnStretch(1, 1)
        for at, (key, text) in enumerate(pairs):
            left = plain_label(key, look="strong", wraps=False)
            grid.addWidget(left, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(plain_label(text), at, 1)
        column.addLayout(grid)
        column.addSpacing(theme.SPACE_S)

    def _keys_everywhere(self) -> Pairs:
        return [
            ("F1, ?", self.tr("These keys and words; ? outside of text")),
            ("Ctrl+1, Ctrl+2", self.tr("Plans, catalog")),
            ("Ctrl+3", self.tr("Trash")),
            ("Ctrl+N", self.tr("New event")),
            ("Ctrl+Shift+N", self.tr("Plan again")),
            ("Ctrl+Return", self.tr("Finalize")),
            ("Ctrl+F", self.tr("Search; F3 and Shift+F3 go on, Esc clears")),
            ("Ctrl+Z", self.tr("Undo; Ctrl+Shift+Z or Ctrl+Y redo")),
            ("Del", self.tr("Delete what is chosen in the pane with focus")),
            ("Ctrl+C", self.tr("Copy the chosen rows")),
            ("Ctrl+Shift+C", self.tr("Copy the whole plan or table as text")),
            ("F2", self.tr("Edit in place")),
            ("F7", self.tr("Compare; F8 next difference, Shift+F8 the one before")),
            ("F5", self.tr("Read again")),
            ("F6", self.tr("Next region; Shift+F6 the one before")),
            ("F9", self.tr("List on and off")),
            ("Alt+Left", self.tr("Back; Alt+Right forward")),
            ("Ctrl+Tab", self.tr("Next tab; Ctrl+Shift+Tab the one before")),
            ("Ctrl++, Ctrl+-", self.tr("Text larger, smaller; Ctrl+0 normal")),
            ("Ctrl+O, Ctrl+I", self.tr("Open a file, import")),
            ("Shift+F10", self.tr("What can be done here")),
            ("Ctrl+Q", self.tr("Quit")),
        ]

    def _keys_in_list(self) -> Pairs:
        return [
            ("Enter", self.tr("Into the page; in the trash: restore")),
            ("Left, Right, *", self.tr("Close, open, open everything below")),
        ]

    def _keys_in_catalog(self) -> Pairs:
        return [
            ("Ctrl+N", self.tr("New item, box, material, recipe or ingredient")),
            ("Ctrl+Shift+N", self.tr("New item from the recipe")),
            ("Ctrl+Tab", self.tr("Next kind; Ctrl+Shift+Tab the one before")),
            ("F2", self.tr("Edit the cell or the name")),
            ("Del", self.tr("Delete what nothing uses, or say where it is used")),
        ]

    def _keys_in_plan(self) -> Pairs:
        return [
            ("Ctrl+L", self.tr("Add a line")),
            ("Enter", self.tr("Change how many of a line; Tab goes on to its note")),
            ("Space", self.tr("Details on and off")),
            ("Alt+Up, Alt+Down", self.tr("Move the line")),
            ("Left, Right, *", self.tr("Close, open, open everything below")),
        ]

    def _keys_in_sums(self) -> Pairs:
        return [
            ("Enter", self.tr("Type another number; on a recipe: share batches, or not")),
            ("Del", self.tr("As many as needed again; in Shopping: not said")),
            ("Space", self.tr("How it adds up on and off")),
        ]

    def _keys_in_history(self) -> Pairs:
        return [
            ("Left, Right", self.tr("Choose a snapshot, or the plan now")),
            ("Enter", self.tr("Go to it")),
        ]

    def _amounts(self) -> Pairs:
        return [
            ("60, 2 1/4, ½", self.tr("So many")),
            ("4 dz", self.tr("Dozens")),
            ("+10, -4", self.tr("More or fewer than planned")),
            ("50 hamper", self.tr("In the add field: 50 of it")),
        ]

    def _words(self) -> Pairs:
        return [
            (self.tr("event"), self.tr("What you bake for, with or without a date")),
            (
                self.tr("plan, line"),
                self.tr("What the event needs now; one of it: 60 Holiday hamper"),
            ),
            (self.tr("item"), self.tr("What you bake")),
            (self.tr("box"), self.tr("What you pack together")),
            (self.tr("material"), self.tr("What you pack it in")),
            (self.tr("recipe, ingredient"), self.tr("What goes into a batch")),
            (self.tr("batch"), self.tr("What you bake at once: a batch makes 48 cookies")),
            (self.tr("finalize"), self.tr("Keep the plan as it is now, under a number")),
            (self.tr("snapshot"), self.tr("The plan as it was then. It stays as it is")),
            (self.tr("to check"), self.tr("What was unknown when finalizing")),
            (
                self.tr("as it was on 21 Nov"),
                self.tr("What a snapshot keeps: items, boxes, materials, recipes"),
            ),
            (self.tr("3 changes since 3"), self.tr("The plan now against snapshot 3")),
            (self.tr("code"), self.tr("Names a snapshot on paper: 7F2A 91C3")),
            (
                self.tr("in use, retired"),
                self.tr("Offered for new plans and boxes, or not any more"),
            ),
            (self.tr("to look at"), self.tr("What lacks something, as a number a batch")),
            (self.tr("not counted"), self.tr("What the sums leave out, with the reason")),
            (self.tr("trash"), self.tr("Keeps what was deleted for 30 days")),
            (self.tr("Without event"), self.tr("Snapshots whose event is gone")),
        ]
