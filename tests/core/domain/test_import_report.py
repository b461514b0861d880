from __future__ import annotations

import pytest

from core.domain.import_report import counted_foreign


@pytest.mark.parametrize(
    ("kind", "count", "words"),
    [
        ("products", 156, "156 products"),
        ("products", 1, "1 product"),
        ("products", 1_560, "1,560 products"),
        ("inventory_items", 1, "1 inventory item"),
        ("material_categories", 1, "1 material category"),
        ("package_finished_goods", 1, "1 package box"),
        ("package_finished_goods", 2, "2 package boxes"),
        ("finished_unit_snapshots", 1, "1 item snapshot"),
        ("finished_good_snapshots", 2, "2 box snapshots"),
        ("stuff", 1, "1 stuff"),
    ],
)
def test_what_has_no_place_is_counted_in_words_of_the_file_or_of_the_screen(
    kind: str, count: int, words: str
) -> None:
    assert counted_foreign(kind, count) == words
