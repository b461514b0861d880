"""The repository itself: what a stranger finds, and what must never get into it."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from gui.arguments import Options, parse_arguments
from gui.platform_check import why_no_window
from resources.packaging import system_libraries

ROOT = Path(__file__).resolve().parents[1]
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "Makefile",
    "README.md",
    "core",
    "gui",
    "main.py",
    "pyproject.toml",
    "requirements.lock",
    "resources",
    "tests",
}
LEFT_BEHIND = {".git", ".venv", "__pycache__", "build", "dist"}
PICTURES = {".png", ".ico", ".icns", ".jpg"}
# Put together from pieces: this file is looked at too.
REGISTRY_NAMES = ["py" + "pi", "pythonho" + "sted", "index-" + "url", "np" + "mjs"]
MACHINE_PATHS = ["/ho" + "me/", "/wo" + "rk/", "/ro" + "ot/", "/Us" + "ers/"]


def files() -> Iterator[Path]:
    """Every file that is or would be tracked."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode == 0:
        names = (ROOT / line for line in listing.stdout.splitlines())
    else:  # no git here: a copy of the files alone
        names = (path for top in TOP_LEVEL for path in [ROOT / top, *(ROOT / top).rglob("*")])
    for path in names:
        if path.is_file() and not LEFT_BEHIND.intersection(path.relative_to(ROOT).parts):
            yield path


def text_files() -> Iterator[tuple[Path, str]]:
    for path in files():
        if path.suffix not in PICTURES:
            yield path, path.read_text(encoding="utf-8")


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the program as a user does, in an environment without any display."""
    unset = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM")
    inherited = {name: value for name, value in os.environ.items() if name not in unset}
    return subprocess.run(
        [sys.executable, "main.py", *arguments],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_top_level_holds_only_what_belongs_there() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in files()} <= TOP_LEVEL


def test_no_file_of_ours_is_longer_than_500_lines() -> None:
    long = [
        path.relative_to(ROOT)
        for path, text in text_files()
        if path.suffix == ".py" and text.count("\n") > 500
    ]
    assert long == []


@pytest.mark.parametrize("word", [*REGISTRY_NAMES, *MACHINE_PATHS])
def test_no_file_names_a_package_registry_or_a_path_of_one_machine(word: str) -> None:
    found = [path.relative_to(ROOT) for path, text in text_files() if word in text]
    assert found == []


def test_every_package_in_the_lock_is_pinned_with_hashes() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    requirements = text.replace("\\\n", " ").splitlines()
    pinned = re.compile(
        r"[a-z0-9._-]+==[0-9][^ ]*( ; [^-]*?)? +--hash=sha256:[0-9a-f]{64}( +--hash=sha256:[0-9a-f]{64})*"
    )
    assert len(requirements) > 20
    assert [line for line in requirements if not pinned.fullmatch(line.strip())] == []


def test_the_lock_holds_every_direct_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[><=; ]", line)[0] for line in wanted}
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert {name for name in names if not re.search(rf"^{name}==", locked, re.MULTILINE)} == set()


def test_qt_calls_do_not_lose_references_to_none() -> None:
    program = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel()
before = sys.getrefcount(None)
for _ in range(20_000):
    label.setText("x")
print(sys.getrefcount(None) - before)
"""
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert int(answer.stdout) > -100


def test_the_version_is_said_without_a_window() -> None:
    said = start("--version")
    assert (said.returncode, said.stdout) == (0, "Proofbook 0.1.0\n")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DISPLAY": ":7777"},
        {"WAYLAND_DISPLAY": "wayland-7777"},
        {"XDG_SESSION_TYPE": "wayland"},
        {"QT_QPA_PLATFORM": "xcb"},
        {"QT_QPA_PLATFORM": "wayland"},
        {"QT_QPA_PLATFORM": "no-such-platform"},
    ],
)
def test_without_a_display_it_says_why_in_one_sentence_and_exits_with_2(
    environment: dict[str, str],
) -> None:
    said = start(**environment)
    assert said.returncode == 2
    assert re.fullmatch(r"Proofbook cannot open its window: [^\n]+\.\n", said.stderr)
    assert said.stdout == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="platforms are chosen on Linux")
@pytest.mark.parametrize("platform", ["offscreen", "minimal:with=options", "xcb;offscreen"])
def test_a_platform_that_needs_no_display_is_accepted(platform: str) -> None:
    assert why_no_window({"QT_QPA_PLATFORM": platform}) is None


def test_the_command_line_is_read_into_options() -> None:
    assert parse_arguments([]) == Options()
    assert parse_arguments(["--database", "a.db", "--import", "b.json"]) == Options(
        database=Path("a.db"), import_file=Path("b.json")
    )
    assert parse_arguments(["--sample"]) == Options(is_sample_wanted=True)


@pytest.mark.parametrize(
    "arguments", [["--sample", "--database", "a.db"], ["--import"], ["file.db"], ["--sam"]]
)
def test_nonsense_on_the_command_line_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_arguments(arguments)
    assert ended.value.code == 2
    assert "usage: proofbook" in capsys.readouterr().err


def test_the_set_up_reads_from_ldd_what_is_missing_and_knows_its_packages() -> None:
    said = """
\tlinux-vdso.so.1 (0x00007ffd)
\tlibGL.so.1 => not found
\tlibxcb-cursor.so.0 => not found
\tlibz.so.1 => /lib/libz.so.1 (0x00007f0a)
\tlibfuture.so.9 => not found
"""
    missing = system_libraries.not_found(said)
    assert missing == {"libGL.so.1", "libxcb-cursor.so.0", "libfuture.so.9"}
    assert system_libraries.packages_for(missing) == ["libgl1", "libxcb-cursor0"]
