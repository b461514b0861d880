"""Set up whatever this checkout still lacks to run and test Proofbook; do nothing when it lacks nothing.

Standard library only, because it runs before anything is installed. `make` calls it each time; when
nothing has changed since the last set-up, it compares one fingerprint, contacts nobody and ends.
"""

from __future__ import annotations  # so that an old Python gets as far as the sentence at the end

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from resources.packaging import system_libraries

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
# Stands in .venv while a set-up is under way; found at the start, it tells of one that broke off.
UNFINISHED = VENV / "set-up-unfinished"
DONE = VENV / "set-up-done"


class SetUpError(Exception):
    """The set-up cannot go on; its text is all the user needs to read."""


def main(arguments: Sequence[str]) -> int:
    """Return 0 when the checkout is ready to run; --libraries looks for Qt's in any case."""
    must_look = "--libraries" in arguments
    if is_done() and not must_look:
        return 0
    try:
        with one_at_a_time():
            if not is_done():
                set_up()
            elif must_look:
                provide_system_libraries()
    except SetUpError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. The next call starts the set-up again.", file=sys.stderr)
        return 130
    return 0


def is_done() -> bool:
    """Tell whether nothing has changed since the last set-up."""
    return DONE.is_file() and DONE.read_text(encoding="utf-8") == fingerprint()


def set_up() -> None:
    """Make .venv, install the locked packages and the project, and look for what Qt lacks."""
    make_venv()
    print("Installing the locked packages into .venv (half a minute the first time)...", flush=True)
    pip = [str(venv_python()), "-m", "pip", "install", "-q", "--no-input", "--compile"]
    pip.append("--disable-pip-version-check")
    run([*pip, "--require-hashes", "-r", str(LOCK)], "The packages could not be installed.")
    run(
        [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
        "Proofbook itself could not be installed.",
    )
    sources = [name for name in ("core", "gui", "resources", "main.py") if (ROOT / name).exists()]
    run(
        [str(venv_python()), "-m", "compileall", "-q", *sources],
        "Proofbook's own files could not be compiled.",
    )
    UNFINISHED.unlink()
    provide_system_libraries()
    DONE.write_text(fingerprint(), encoding="utf-8")
    print("Proofbook is set up.", flush=True)


def make_venv() -> None:
    """Make .venv, anew when the one found is half made, moved or of another Python."""
    if VENV.exists() and (UNFINISHED.exists() or not venv_is_usable()):
        print("Making .venv anew...", flush=True)
        shutil.rmtree(VENV)
    DONE.unlink(missing_ok=True)
    is_new = not VENV.exists()
    if is_new:
        provide_venv_module()
        VENV.mkdir()
    UNFINISHED.touch()
    if is_new:
        # Not sys.executable: when .venv is active, that one has just been deleted.
        python = sys._base_executable  # type: ignore[attr-defined]  # noqa: SLF001
        run([python, "-m", "venv", str(VENV)], "The folder .venv could not be made.")


def venv_is_usable() -> bool:
    """Tell whether .venv starts, is of this Python and stands where it was made."""
    question = "import sys, pip; print(sys.version_info[:2], sys.prefix)"
    command = [str(venv_python()), "-c", question]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    config = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    made_by = [line for line in config if line.startswith("command = ")]
    is_in_place = all(line.endswith(str(VENV)) for line in made_by)
    return is_in_place and answer.stdout.strip() == f"{tuple(sys.version_info[:2])} {VENV}"


def provide_venv_module() -> None:
    """Debian keeps the part of Python that makes a .venv in a package of its own."""
    if importlib.util.find_spec("ensurepip") is None:
        provide_packages(["python3-venv"], "Python lacks its venv module")


def provide_system_libraries() -> None:
    """Install the system libraries that Qt misses, or say how."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries()
    if not missing:
        return
    what = "Qt needs system libraries that are not here: " + ", ".join(missing)
    packages = system_libraries.packages_for(missing)
    if not packages:
        raise SetUpError(f"{what}.\nInstall the packages that hold them and try again.")
    provide_packages(packages, what)
    still_missing = missing_libraries()
    if still_missing:
        names = ", ".join(still_missing)
        raise SetUpError(f"These system libraries are still missing: {names}.")


def missing_libraries() -> list[str]:
    """Name the system libraries that the PySide6 in .venv does not find."""
    question = "import sysconfig; print(sysconfig.get_path('platlib'))"
    command = [str(venv_python()), "-c", question]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return system_libraries.missing_for(Path(answer.stdout.strip()) / "PySide6")


def provide_packages(packages: Sequence[str], what: str) -> None:
    """Install Debian packages as root or with sudo; without the right to, say the one command."""
    by_hand = f"apt-get install -y {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise SetUpError(f"{what}.\nInstall what is missing and try again.")
    prefix = right_to_install()
    if prefix is None:
        raise SetUpError(f"{what}.\nThis installs them; then try again:\n\n    sudo {by_hand}\n")
    print(f"{what}.\nInstalling {' '.join(packages)}...", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    # A stale list is the usual cause of a package not found; a failure here shows in the install.
    subprocess.run([*apt, "update"], check=False, stdout=subprocess.DEVNULL)
    run(
        [*apt, "install", "-y", "--no-install-recommends", *packages],
        f"They could not be installed. Try:\n\n    sudo {by_hand}\n",
    )


def right_to_install() -> list[str] | None:
    """Return what to put before apt-get (nothing for root), or None without the right."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asks_nothing = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    if asks_nothing.returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() and sys.stderr.isatty() else None


def venv_python() -> Path:
    """Return the Python inside .venv."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint() -> str:
    """Return the digest of all that a set-up depends on."""
    digest = hashlib.sha256(f"{sys.version} {sys.base_prefix} {ROOT}".encode())
    for path in (LOCK, ROOT / "pyproject.toml", Path(__file__), Path(system_libraries.__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run(command: Sequence[str], failure: str) -> None:
    """Run a command quietly; when it fails, show what it said and stop with the sentence."""
    # These would keep bytecode from being written, or lead Python to packages of another place.
    unwanted = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_USER"}
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if result.returncode:
        sys.stderr.write(result.stdout.decode(errors="replace"))
        raise SetUpError(failure)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second set-up of this checkout wait for the first."""
    if os.name == "nt":
        yield
        return
    import fcntl

    with Path(__file__).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            "Proofbook needs Python 3.11 or newer; this is {}.{}. "
            "Name a newer one, as in: make run PYTHON=python3.12".format(*sys.version_info[:2])
        )
    sys.exit(main(sys.argv[1:]))
