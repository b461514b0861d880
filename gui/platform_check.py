"""Whether a window can be opened here, found out before Qt tries: where it cannot, Qt aborts."""

import ctypes
import importlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

OPENING = "Proofbook cannot open its window: "
# A display server on this machine answers in milliseconds, one across a slow line within seconds.
PATIENCE = 5.0


def why_no_window(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return why no window can be opened, in one sentence for the terminal, or None if one can."""
    reason = why_qt_is_missing()
    if reason is None and sys.platform.startswith("linux"):
        reason = why_no_platform(environment)
    return None if reason is None else f"{OPENING}{reason}"


def why_qt_is_missing() -> str | None:
    """Return why Qt's widgets cannot be imported, or None."""
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ModuleNotFoundError:
        return "PySide6 is not installed; `make setup`, or `pip install -e .`, installs it."
    except ImportError as error:
        return f"Qt cannot be loaded ({error}); `make setup` installs what is missing."
    return None


def why_no_platform(environment: Mapping[str, str]) -> str | None:
    """Return why none of the ways that Qt would try leads to a window, or None if one does."""
    wished = environment.get("QT_QPA_PLATFORM", "")
    names = [name.partition(":")[0] for name in wished.split(";") if name]
    is_wayland = environment.get("WAYLAND_DISPLAY") or is_wayland_session(environment)
    if not names and not environment.get("DISPLAY") and not is_wayland:
        return "there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)."
    if not names:
        names = ["wayland", "xcb"] if is_wayland else ["xcb"]
    reasons = []
    for name in names:
        reason = why_not(name, environment)
        if reason is None:
            return None
        reasons.append(reason)
    return f"{', and '.join(reasons)}."


def is_wayland_session(environment: Mapping[str, str]) -> bool:
    """Tell whether the desktop says of itself that it is Wayland."""
    return environment.get("XDG_SESSION_TYPE") == "wayland"


def why_not(name: str, environment: Mapping[str, str]) -> str | None:
    """Return why this platform of Qt's cannot start, or None."""
    if name not in ("offscreen", "minimal", "wayland", "xcb"):
        return why_probe_fails(name)
    reason = why_plugin_does_not_load(name)
    if reason is None and name == "xcb":
        reason = why_no_x_display(environment.get("DISPLAY", ""))
    if reason is None and name == "wayland":
        reason = why_no_wayland_display(environment)
    return reason


def why_plugin_does_not_load(name: str) -> str | None:
    """Load the plugin as Qt will; a system library that is missing shows here."""
    import PySide6

    folders = [Path(folder) / "Qt" / "plugins" / "platforms" for folder in PySide6.__path__]
    for plugin in (folder / f"libq{name}.so" for folder in folders):
        if plugin.is_file():
            try:
                ctypes.CDLL(str(plugin))
            except OSError as error:
                # "libxcb-cursor.so.0: cannot open shared object file: No such file or directory"
                library = str(error).partition(":")[0]
                return f"the system library {library} is missing, which `make setup` installs"
            return None
    return why_probe_fails(name)  # a Qt of the system's own keeps its plugins elsewhere


def why_no_x_display(display: str) -> str | None:
    """Say hello to the X server, by the library that Qt's plugin has just loaded."""
    if not display:
        return "there is no X display (DISPLAY is not set)"
    answers: list[bool] = []
    # A server that hangs never answers, and the call cannot be interrupted: hence the thread.
    hello = threading.Thread(target=lambda: answers.append(x_server_answers(display)), daemon=True)
    hello.start()
    hello.join(PATIENCE)
    return None if answers == [True] else f"the display {display} does not answer"


def x_server_answers(display: str) -> bool:
    """Open a connection to the X server and close it again."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    has_error = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not has_error


def why_no_wayland_display(environment: Mapping[str, str]) -> str | None:
    """Knock at the compositor's socket."""
    display = environment.get("WAYLAND_DISPLAY") or "wayland-0"
    path = Path(environment.get("XDG_RUNTIME_DIR", "/")) / display  # an absolute display wins
    with socket.socket(socket.AF_UNIX) as knock:
        knock.settimeout(PATIENCE)
        try:
            knock.connect(str(path))
        except OSError:
            return f"the Wayland display {display} does not answer"
    return None


def why_probe_fails(name: str) -> str | None:
    """Let another process try the platforms that cannot be judged from outside."""
    program = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    environment = os.environ | {"QT_QPA_PLATFORM": name}
    command = [sys.executable, "-c", program]
    try:
        probe = subprocess.run(command, env=environment, capture_output=True, timeout=60)
    except subprocess.TimeoutExpired:
        return f"Qt's platform {name} does not start"
    return None if probe.returncode == 0 else f"Qt's platform {name} cannot start here"
