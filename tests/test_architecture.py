"""Who may import whom, and the few rules of the house that a syntax tree can show."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STDLIB = frozenset(sys.stdlib_module_names)
LONGEST_FILE = 500

# Part of the program -> the parts and packages it may import, besides the standard library and
# itself. The longest matching name decides. What is not listed here may import nothing.
ALLOWED: dict[str, set[str]] = {
    "main": {"gui", "gui.app"},
    "resources": set(),
    "core": set(),
    "core.config": {"platformdirs"},
    "core.contracts": set(),
    "core.errors": {"core.domain"},
    "core.utils": set(),
    "core.domain": set(),
    "core.models": {"core.domain", "core.utils", "sqlalchemy"},
    "core.migrations": {"core.models", "alembic", "sqlalchemy"},
    "core.services": {
        "core.config",
        "core.contracts",
        "core.domain",
        "core.errors",
        "core.migrations",
        "core.models",
        "core.utils",
        "alembic",
        "sqlalchemy",
        "resources",
    },
}
# The window, from the bottom to the top: each part may import those above it in this list.
VALUES = {"core", "core.config", "core.domain", "core.errors", "core.utils"}
LAYERS = [
    {"gui"},  # values, words, looks, lanes, flows
    {"gui.models"},
    {"gui.widgets", "gui.delegates"},
    {"gui.dialogs"},
    {"gui.feeders"},
    {"gui.actions"},
    {"gui.desks"},
    {"gui.main_window"},
    {
        "gui.catalog_view",
        "gui.closing",
        "gui.commands",
        "gui.comparing",
        "gui.context_menus",
        "gui.files",
        "gui.navigation",
        "gui.pane_layout",
        "gui.workbench",
    },
    {"gui.app"},
]
BEHIND_WIDGETS = {"gui.widgets", "gui.delegates", "gui.dialogs"}
for place, layer in enumerate(LAYERS):
    for part in layer:
        ALLOWED[part] = {"PySide6", *VALUES}.union(*LAYERS[: place + 1])
for part in ("gui.feeders", "gui.actions"):
    ALLOWED[part] |= {"core.services"}
ALLOWED["gui.feeders"] -= BEHIND_WIDGETS  # they speak to models and pages by signals
ALLOWED["gui"] |= {"lucide", "platformdirs"}

# (importer, imported): edges against the rule that stand for a reason; a stale one fails too.
EXCEPTIONS: set[tuple[str, str]] = set()


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the program by its dotted name."""
    paths = [ROOT / "main.py"]
    for top in ("core", "gui", "resources"):
        paths += (ROOT / top).rglob("*.py")
    return {module_name(path): ast.parse(path.read_bytes(), str(path)) for path in sorted(paths)}


def path_of(module: str) -> Path:
    base = ROOT.joinpath(*module.split("."))
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything imported anywhere in the module, type checking too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield node.lineno, whole if whole in trees() else str(node.module)


def part_of(module: str) -> str:
    """The most particular part that the module belongs to."""
    while module not in ALLOWED:
        module = module.rpartition(".")[0]
    return module


def is_allowed(importer: str, imported: str) -> bool:
    top = imported.partition(".")[0]
    if top in STDLIB or imported == "typing_extensions":
        return True
    allowed = ALLOWED[part_of(importer)]
    if top not in ("core", "gui", "resources", "main"):
        return top in allowed
    target = part_of(imported)
    return target == part_of(importer) or target in allowed


def test_no_module_imports_what_the_house_forbids() -> None:
    forbidden = {
        (module, imported): f"{path_of(module).relative_to(ROOT)}:{line} imports {imported}"
        for module, tree in trees().items()
        for line, imported in imports(tree)
        if not is_allowed(module, imported)
    }
    assert [said for edge, said in forbidden.items() if edge not in EXCEPTIONS] == []
    assert EXCEPTIONS - forbidden.keys() == set()


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("core.domain.rows", "core.models"),
        ("core.domain.rows", "sqlalchemy"),
        ("core.models.event", "core.services.database"),
        ("core.services.database", "gui.context"),
        ("core.services.database", "PySide6.QtCore"),
        ("gui.widgets.add_field", "core.services.plan_service"),
        ("gui.widgets.add_field", "gui.actions.plan"),
        ("gui.widgets.add_field", "gui.main_window"),
        ("gui.dialogs.finalize_dialog", "core.models"),
        ("gui.models.list_model", "gui.feeders.list_feeder"),
        ("gui.models.list_model", "gui.widgets.add_field"),
        ("gui.main_window", "core.services.database"),
        ("gui.main_window", "gui.app"),
        ("gui.flow", "core.services"),
        ("gui.actions.plan", "sqlalchemy"),
        ("gui.actions.plan", "core.models"),
        ("gui.feeders.list_feeder", "gui.widgets.add_field"),
        ("main", "core.services"),
    ],
)
def test_the_rule_itself_forbids(importer: str, imported: str) -> None:
    assert not is_allowed(importer, imported)


BLOCKED = """
import importlib, pkgutil, sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "gui"):
            raise ImportError(f"{name} is not for core")

sys.meta_path.insert(0, Block())
import core
names = [m.name for m in pkgutil.walk_packages(core.__path__, "core.") if ".versions." not in m.name]
for name in names:
    if name != "core.migrations.env":  # runs migrations when imported
        importlib.import_module(name)
print(len(names))
"""


def test_all_of_core_can_be_imported_where_there_is_no_qt() -> None:
    said = subprocess.run(
        [sys.executable, "-W", "error", "-c", BLOCKED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert int(said.stdout) > 40


@pytest.mark.parametrize("top", ["core", "gui", "resources"])
def test_files_stay_short(top: str) -> None:
    lengths = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n")
        for path in (ROOT / top).rglob("*.py")
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def call_name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and call_name(node) in names:
            yield node


def test_no_dialog_runs_a_loop_of_its_own() -> None:
    """Dialogs are opened; only the application itself is executed."""
    found = [
        f"{module}:{call.lineno}"
        for module, tree in trees().items()
        for call in calls(tree, "exec", "exec_", "processEvents")
        if module != "gui.app"
    ]
    found += [
        f"{module}:{call.lineno}"
        for module, tree in trees().items()
        for call in calls(
            tree, "getOpenFileName", "getSaveFileName", "getExistingDirectory", "getText"
        )
        if isinstance(call.func, ast.Attribute)
    ]
    assert found == []


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


# Translated where they are shown, marked where they are written.
MARKED = {"gui.main_window"}


def test_every_text_to_translate_is_written_out_where_it_is_translated() -> None:
    """The extractor reads the source: it cannot see what a variable or an f-string says."""
    wrong = []
    for module, tree in of_the_window().items():
        for call in calls(tree, "tr", "translate", "QT_TRANSLATE_NOOP"):
            needed = 1 if call_name(call) == "tr" else 2
            if call_name(call) == "translate" and not is_qts_translate(call):
                continue
            if module in MARKED and is_text(call.args[0]):
                continue
            if len(call.args) < needed or not all(is_text(each) for each in call.args[:needed]):
                wrong.append(f"{module}:{call.lineno}")
    assert wrong == []


def of_the_window() -> dict[str, ast.Module]:
    return {module: tree for module, tree in trees().items() if module.startswith("gui")}


def is_qts_translate(call: ast.Call) -> bool:
    """str.translate and painter.translate are others."""
    if isinstance(call.func, ast.Name):
        return True
    return is_translator(call.func)


def is_translator(node: ast.expr) -> bool:
    """`QCoreApplication.translate`, called or not."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "translate"
        and isinstance(node.value, ast.Name)
        and node.value.id in ("QCoreApplication", "QApplication")
    )


def hidden_translators(tree: ast.Module) -> Iterator[int]:
    """Lines that give the translator a name under which the extractor does not know it."""
    seen = {id(call.func) for call in calls(tree, "tr", "translate")}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and is_translator(node.value):
            if [getattr(each, "id", "") for each in node.targets] == ["translate"]:
                seen.add(id(node.value))
        elif isinstance(node, ast.FunctionDef) and node.name in ("tr", "translate"):
            yield node.lineno
        is_tr = isinstance(node, ast.Attribute) and node.attr == "tr"
        if isinstance(node, ast.expr) and (is_tr or is_translator(node)) and id(node) not in seen:
            yield node.lineno


def test_the_translator_is_called_by_names_that_the_extractor_knows() -> None:
    assert [
        f"{module}:{line}"
        for module, tree in of_the_window().items()
        for line in hidden_translators(tree)
    ] == []


@pytest.mark.parametrize(
    "source",
    [
        "_translate = QCoreApplication.translate",
        "words(QCoreApplication.translate)",
        "say = self.tr",
        "def translate(text): ...",
    ],
)
def test_another_name_for_the_translator_is_found(source: str) -> None:
    assert list(hidden_translators(ast.parse(source))) == [1]


SPACING_CALLS = (
    "setSpacing",
    "setContentsMargins",
    "addSpacing",
    "setHorizontalSpacing",
    "setVerticalSpacing",
)


def test_spacings_come_from_the_theme() -> None:
    wrong = [
        f"{module}:{call.lineno}"
        for module, tree in of_the_window().items()
        for call in calls(tree, *SPACING_CALLS)
        if any(isinstance(each, ast.Constant) and each.value not in (0, 1) for each in call.args)
    ]
    assert wrong == []


def test_only_one_style_sheet_dresses_the_window() -> None:
    assert [
        module
        for module, tree in of_the_window().items()
        if module != "gui.theme" and any(True for _ in calls(tree, "setStyleSheet"))
    ] == []


def test_only_gui_speaks_to_the_translator() -> None:
    assert [
        module
        for module, tree in trees().items()
        if module.startswith("core") and any(True for _ in calls(tree, "tr"))
    ] == []


def test_no_test_sleeps() -> None:
    found = []
    for path in (ROOT / "tests").rglob("*.py"):
        tree = ast.parse(path.read_bytes(), str(path))
        found += [
            f"{path.relative_to(ROOT)}:{call.lineno}" for call in calls(tree, "sleep", "qSleep")
        ]
    assert found == []
