"""The scenes of comparing two plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton
from sqlalchemy import select

from core.models import Recipe
from core.services import database
from tests.screenshots import Scene

if TYPE_CHECKING:
    from tests.screenshots import Studio

MARKET = "Christmas market"


def compare(studio: Studio) -> None:
    studio.choose(studio.event(MARKET))
    studio.command("compare")
    page = studio.bench.comparing.page
    studio.until(lambda: page.shown, "the comparison")
    studio.settle()


def compare_snapshots(studio: Studio) -> None:
    keys = studio.snapshots(studio.event(MARKET))
    studio.choose(keys[-1])
    studio.choose_all([keys[0], keys[-1]])
    studio.command("compare")
    page = studio.bench.comparing.page
    studio.until(lambda: page.shown, "the comparison")
    studio.settle()


def everything(studio: Studio) -> None:
    compare(studio)
    page = studio.bench.comparing.page
    page.switch.findChild(QPushButton, "show_everything").click()
    studio.until(lambda: page.shown.everything is not None, "everything")
    studio.settle()


def compare_found(studio: Studio) -> None:
    compare(studio)
    page = studio.bench.comparing.page
    page.search.setText("butter")
    studio.until(lambda: len(page.found.ways) < len(page.shown.diff.entries), "the hits")
    studio.settle()


def compare_note(studio: Studio) -> None:
    """A note that has more to say than its cell shows, and the sides swapped."""
    with database.session_scope() as session:
        recipe = session.scalars(select(Recipe).where(Recipe.name.startswith("Sugar"))).one()
        recipe.notes = (
            "Chill the dough for two hours, better overnight.\n"
            "Roll it 5 mm thick, and let the cut cookies rest for ten minutes before they bake: "
            "so they keep their edges."
        )
    studio.bench.commands.read_again()
    compare(studio)
    page = studio.bench.comparing.page
    page.swap_button.click()
    studio.settle()
    found = [entry for entry in page.shown.diff.entries if entry.field == "notes"]
    page.tree.go_to(page.tree.rows.find_path(page.found.ways[found[0].key]))
    studio.settle()


def compare_menu(studio: Studio) -> None:
    studio.choose(studio.event(MARKET))
    studio.settle()
    studio.bench.event_page.head.compare_button.arrow.showMenu()
    studio.settle()


COMPARE = (
    Scene("compare", compare),
    Scene("compare-snapshots", compare_snapshots),
    Scene("compare-everything", everything),
    Scene("compare-found", compare_found),
    Scene("compare-note", compare_note),
    Scene("compare-menu", compare_menu),
    Scene("compare-narrow", compare, size=(800, 560)),
    Scene("compare-middle", compare, size=(1024, 640)),
)
