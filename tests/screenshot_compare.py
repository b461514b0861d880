"""The scenes of comparing two plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


COMPARE = (
    Scene("compare", compare),
    Scene("compare-snapshots", compare_snapshots),
    Scene("compare-narrow", compare, size=(800, 560)),
    Scene("compare-middle", compare, size=(1024, 640)),
)
