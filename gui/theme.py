"""The look: every colour, text size and the one style sheet, for light and for dark."""

from __future__ import annotations

import importlib.resources
import re
from dataclasses import dataclass, fields
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gui.settings import ThemeMode

SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 4, 8, 12, 16, 24
RADIUS = 6
ROW_EXTRA = 14  # a row is as high as its text and this
BASE_POINTS = 10.0
SMALLEST_POINTS = 7.0
SEMIBOLD = QFont.Weight.DemiBold
_THEME_PROPERTY = "proofbook_theme"
_SIZE_PROPERTY = "proofbook_text_points"


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by role; nothing outside this module names a colour."""

    name: str
    background: str
    surface: str
    text: str
    muted: str
    line: str
    field: str
    accent: str
    on_accent: str
    accent_hover: str
    soft: str
    good: str
    caution: str
    bad: str
    info: str
    notice: str
    on_notice: str
    notice_field: str
    disabled: str

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

    def color(self, role: str) -> QColor:
        """The colour of a role; AttributeError for a role that does not exist."""
        return QColor(getattr(self, role))


LIGHT = Theme(
    name="light",
    background="#FAF6F1",
    surface="#FFFFFF",
    text="#2B2420",
    muted="#6B5F57",
    line="#E2D8CE",
    field="#91837A",
    accent="#A34A22",
    on_accent="#FFFFFF",
    accent_hover="#8C3E1B",
    soft="#F4E4D9",
    good="#2B6E46",
    caution="#8A5A00",
    bad="#A8322B",
    info="#2A5D86",
    notice="#2B2420",
    on_notice="#FFFFFF",
    notice_field="#91837A",
    disabled="#A89C93",
)
DARK = Theme(
    name="dark",
    background="#1D1916",
    surface="#272220",
    text="#F2EBE5",
    muted="#B3A69C",
    line="#3D3530",
    field="#857870",
    accent="#E7965F",
    on_accent="#1D1916",
    accent_hover="#F0A873",
    soft="#43301F",
    good="#7CC796",
    caution="#E3B35A",
    bad="#F08A80",
    info="#86B9E0",
    notice="#3D3530",
    on_notice="#F2EBE5",
    notice_field="#B3A69C",
    disabled="#6E625A",
)


@dataclass(frozen=True, slots=True)
class TextSizes:
    """In points; all in proportion to `text`."""

    text: float

    @property
    def title(self) -> float:
        return round(self.text * 1.7, 1)

    @property
    def heading(self) -> float:
        return round(self.text * 1.15, 1)

    @property
    def head(self) -> float:
        return round(self.text * 0.9, 1)


def current() -> Theme:
    """The theme in force; light until apply() was called."""
    app = QCoreApplication.instance()
    return DARK if app is not None and app.property(_THEME_PROPERTY) == "dark" else LIGHT


def text_sizes() -> TextSizes:
    """The sizes in force."""
    app = QCoreApplication.instance()
    points = app.property(_SIZE_PROPERTY) if app is not None else None
    return TextSizes(points if isinstance(points, float) else BASE_POINTS)


def sizes_for(zoom: int) -> TextSizes:
    """The system's text size, 10 points at least, and `zoom` points more or less."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    return TextSizes(max(SMALLEST_POINTS, max(BASE_POINTS, system) + zoom))


def system_font(points: float) -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(points)
    return font


def row_height(sizes: TextSizes | None = None) -> int:
    """Of a row in a tree or table, in pixels."""
    sizes = sizes or text_sizes()
    return QFontMetrics(system_font(sizes.text)).height() + ROW_EXTRA


def theme_for(mode: ThemeMode) -> Theme:
    if mode is ThemeMode.SYSTEM:
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT
    return DARK if mode is ThemeMode.DARK else LIGHT


def apply(app: QApplication, mode: ThemeMode, zoom: int = 0) -> Theme:
    """Puts style, palette, font and style sheet in force; returns the theme."""
    theme = theme_for(mode)
    sizes = sizes_for(zoom)
    if app.property(_THEME_PROPERTY) is None:
        app.setStyle("Fusion")
    app.setProperty(_THEME_PROPERTY, theme.name)
    app.setProperty(_SIZE_PROPERTY, sizes.text)
    app.setFont(system_font(sizes.text))
    app.setPalette(palette(theme))
    sheet = style_sheet(theme, sizes)
    if app.styleSheet() != sheet:
        app.setStyleSheet(sheet)
    return theme


def palette(theme: Theme) -> QPalette:
    """The same colours for what the style sheet does not reach, in all three groups."""
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.background,
        role.WindowText: theme.text,
        role.Base: theme.surface,
        role.AlternateBase: theme.background,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.surface,
        role.ButtonText: theme.text,
        role.BrightText: theme.bad,
        role.Highlight: theme.soft,
        role.HighlightedText: theme.text,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.ToolTipBase: theme.surface,
        role.ToolTipText: theme.text,
        role.Light: theme.surface,
        role.Midlight: theme.soft,
        role.Mid: theme.line,
        role.Dark: theme.field,
        role.Shadow: theme.line,
    }
    made = QPalette()
    for each, color in colors.items():
        made.setColor(each, QColor(color))
    inactive = QPalette.ColorGroup.Inactive
    made.setColor(inactive, role.Highlight, theme.color("background"))
    disabled = QPalette.ColorGroup.Disabled
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(disabled, each, theme.color("disabled"))
    made.setColor(disabled, role.PlaceholderText, theme.color("disabled"))
    made.setColor(disabled, role.Highlight, theme.color("background"))
    made.setColor(disabled, role.Base, theme.color("background"))
    return made


def style_sheet(theme: Theme, sizes: TextSizes | None = None) -> str:
    """The template with each @name replaced; KeyError for a name that stands for nothing."""
    from gui import icons  # it asks this module for its colours

    sizes = sizes or text_sizes()
    values = {each.name: str(getattr(theme, each.name)) for each in fields(theme)}
    values |= {
        "text_pt": f"{sizes.text:g}pt",
        "title_pt": f"{sizes.title:g}pt",
        "heading_pt": f"{sizes.heading:g}pt",
        "head_pt": f"{sizes.head:g}pt",
        "row_height": f"{row_height(sizes)}px",
    }
    for name in icons.OWN:
        color = theme.muted if name.startswith("chevron") else theme.on_accent
        values[f"icon_{name}"] = f'url("{icons.icon_file(name, color).as_posix()}")'
    return re.sub(r"@([a-z_]+)", lambda found: values[found[1]], _template())


@lru_cache(maxsize=1)
def _template() -> str:
    file = importlib.resources.files("resources") / "styles" / "proofbook.qss"
    return file.read_text(encoding="utf-8")


class ThemeManager(QObject):
    """Keeps the look as the baker wants it, and follows the system where she has no wish."""

    # Icons and colours that were fetched before are to be fetched anew.
    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        mode: ThemeMode = ThemeMode.SYSTEM,
        zoom: int = 0,
        *,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._mode = mode
        self._zoom = zoom
        self._scheme_wanted(mode)
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        apply(app, mode, zoom)

    def mode(self) -> ThemeMode:
        return self._mode

    def zoom(self) -> int:
        return self._zoom

    def set_mode(self, mode: ThemeMode) -> None:
        self._mode = mode
        self._scheme_wanted(mode)
        self._apply()

    def set_zoom(self, points: int) -> None:
        self._zoom = points
        self._apply()

    def _scheme_wanted(self, mode: ThemeMode) -> None:
        """Tells the platform too: it draws the title bar and its own dialogs."""
        scheme = {
            ThemeMode.SYSTEM: Qt.ColorScheme.Unknown,
            ThemeMode.LIGHT: Qt.ColorScheme.Light,
            ThemeMode.DARK: Qt.ColorScheme.Dark,
        }[mode]
        self._app.styleHints().setColorScheme(scheme)

    def _apply(self) -> None:
        apply(self._app, self._mode, self._zoom)
        self.changed.emit()

    @Slot()
    def _on_system_changed(self) -> None:
        if self._mode is ThemeMode.SYSTEM and theme_for(self._mode) is not current():
            self._apply()
