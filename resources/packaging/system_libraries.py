"""Which system libraries Qt misses on Linux, and which Debian packages hold them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

# What the window needs: Qt's own libraries, then the two ways it is shown. A machine on which the
# import of QtWidgets works may still lack the libraries of the xcb plugin, and then Qt aborts.
LOOKED_AT = (
    "Qt/lib/libQt6Widgets.so.6",
    "Qt/lib/libQt6Svg.so.6",
    "Qt/lib/libQt6PrintSupport.so.6",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/platforms/libqxcb.so",
)

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libICE.so.6": "libice6",
    "libOpenGL.so.0": "libopengl0",
    "libSM.so.6": "libsm6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}


def missing_for(pyside: Path) -> list[str]:
    """Name the libraries that the loader does not find for the PySide6 in this folder, sorted."""
    if shutil.which("ldd") is None:
        return []
    missing: set[str] = set()
    for name in LOOKED_AT:
        command = ["ldd", str(pyside / name)]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        missing.update(not_found(answer.stdout))
    return sorted(missing)


def not_found(ldd_output: str) -> set[str]:
    """Read from ldd's lines, `libGL.so.1 => not found`, the names not found."""
    lines = (line.partition(" => ") for line in ldd_output.splitlines())
    return {name.strip() for name, _, where in lines if where.strip() == "not found"}


def packages_for(libraries: Iterable[str]) -> list[str]:
    """Return the Debian packages that hold these libraries, sorted; unknown ones are left out."""
    return sorted({PACKAGES[name] for name in libraries if name in PACKAGES})
