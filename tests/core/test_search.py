"""Search: what it finds, why it says so, and that every verb keeps up what it looks in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from core.domain.folding import fold
from core.domain.keys import ComponentKind
from core.errors import CoreError
from core.services import database, event_service, history_service, plan_service, removal_service
from core.services.edits import revert
from core.services.finalization_service import finalize_event_plan
from core.services.finished_good_service import create_finished_good
from core.services.finished_unit_service import create_finished_unit
from core.services.history_service import event_page, list_hits, snapshot_page
from core.services.importers import import_file
from core.services.ingredient_service import create_ingredient
from core.services.material_unit_service import create_material, create_material_unit
from core.services.recipe_service import create_recipe
from tests.core.stored_rows import bakery_in_memory, rebuilt_search_rows, run, search_rows, value
from tests.factories import Bakery


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def new_event(name: str, notes: str | None = None) -> int:
    key = event_service.create_event(name, notes=notes).key
    assert key is not None
    return key.id


def events_found(query: str) -> list[str]:
    page = event_page(query=query)
    assert page.total == len(page.rows)
    return sorted(row.name for row in page.rows)


def found(query: str, event_id: int | None) -> dict[int | None, str | None]:
    """The numbers of the snapshots that are found, and why."""
    return {row.version: row.hit for row in snapshot_page(event_id, query=query).rows}


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Sablés", "SABLES"),
            ("Sabl\u00e9s", "Sable\u0301s"),
            ("Weißbrot", "WEISSBROT"),
            ("Æbleskiver", "aebleskiver"),
            ("Smørrebrød", "smorrebrod"),
            ("Œufs à la neige", "oeufs a la neige"),
            ("Żółty łosoś", "zolty losos"),
            ("İzmir", "izmir"),
            ("Çörek", "corek"),
            ("ﬁlo", "FILO"),
            ("Brand™", "brandtm"),
            ("  two   blanks\tand\nlines ", "two blanks and lines"),
            ("nul\0l", "null"),
            ("half\ud800 a pair", "half a pair"),
        ],
    )
    def test_makes_one_of_what_differs_in_accents_case_and_blanks(
        self, one: str, other: str
    ) -> None:
        assert fold(one) == fold(other)

    @pytest.mark.parametrize("text", ["Weißbrot", "Brand™", "İ", "ŉ", "K", "Ǆ", "ΐ", "ﷺ", "Å"])
    def test_of_what_is_folded_is_the_same(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    def test_keeps_words_apart_and_other_scripts(self) -> None:
        assert fold("ab c") != fold("a bc")
        assert fold("Пирог") == "пирог"
        assert fold("מתכון") == "מתכון"
        assert fold("年糕 🎄") == "年糕 🎄"


class TestEvents:
    @pytest.mark.parametrize(
        ("name", "query"),
        [
            ("Fête de l’été", "fete de l’ete"),
            ("Straßenfest", "STRASSEN"),
            ("Smørrebrød & co", "smorrebrod &"),
            ("50% off", "0% o"),
            ("snake_case", "e_c"),
            ("back\\slash", "k\\s"),
            ("it's", "t's"),
            ('a "quote"', '"quo'),
            ("<b>x</b>", "<b>x"),
            ("🎄 fair", "🎄"),
            ("שוק חג", "חג"),
        ],
    )
    def test_are_found_by_any_part_of_their_name(
        self, bakery: Bakery, name: str, query: str
    ) -> None:
        new_event(name)
        assert events_found(query) == [name]

    @pytest.mark.parametrize("query", ["%", "_", "\\", "%a", "[a-z]", "*", "' OR 1=1 --"])
    def test_signs_that_mean_something_to_a_database_are_only_signs(
        self, bakery: Bakery, query: str
    ) -> None:
        assert events_found(query) == []
        assert list_hits(query).found == 0

    def test_are_found_by_their_notes_and_say_which_line(self, bakery: Bakery) -> None:
        event_service.set_event_notes(bakery.event_id, "Stall 14\nAsk Tom for the vän.\nset up")
        assert [row.hit for row in event_page(query="VAN").rows] == ["note: Ask Tom for the vän."]
        assert [row.hit for row in event_page(query="stall").rows] == ["note: Stall 14"]
        assert [row.hit for row in event_page(query="christ").rows] == [None]

    def test_are_found_by_the_end_of_long_notes(self, bakery: Bakery) -> None:
        long = "word " * 3_000 + "Zimtstern"
        event_service.set_event_notes(bakery.event_id, long)
        assert events_found("zimtstern") == ["Christmas market"]

    def test_need_no_reason_where_the_name_shows_it(self, bakery: Bakery) -> None:
        new_event("Van market", notes="van")
        assert [row.hit for row in event_page(query="van").rows] == [None]

    def test_stand_there_when_only_a_snapshot_of_theirs_is_found(self, bakery: Bakery) -> None:
        finalize_event_plan(bakery.event_id, "Aunt Mary: 10 more")
        finalize_event_plan(bakery.event_id, "fewer cakes")
        new_event("Fair")
        page = event_page(query="aunt mary")
        assert [(row.name, row.snapshot_count, row.hit) for row in page.rows] == [
            ("Christmas market", 1, None)
        ]
        assert page.rows[0].latest_version == 2
        assert history_service.event_row(bakery.event_id, query="aunt") == page.rows[0]
        assert history_service.event_row(bakery.event_id, query="nobody") is None

    def test_that_hold_hits_are_paged_like_all_others(self, bakery: Bakery) -> None:
        for n in range(7):
            new_event(f"Fair {n}")
        page = event_page(query="fair", limit=4)
        rest = event_page(page.next_key, query="fair", limit=4)
        assert [row.name for row in (*page.rows, *rest.rows)] == [f"Fair {6 - n}" for n in range(7)]
        assert (page.total, rest.next_key) == (7, None)


class TestSnapshots:
    @pytest.mark.parametrize(
        ("query", "hit"),
        [
            ("hamper", "holds Hamper"),
            ("gift", "holds Gift box"),
            ("celebration", "holds Celebration cake"),
            ("SUGAR COOKIES", "holds Sugar cookies (rolled)"),
            ("vanilla", "holds Vanilla cream"),
            ("flour", "holds Flour"),
            ("wrapping", "holds Wrapping"),
            ("bow", "holds Bow"),
        ],
    )
    def test_are_found_by_what_they_hold_though_it_was_renamed_since(
        self, bakery: Bakery, query: str, hit: str
    ) -> None:
        finalize_event_plan(bakery.event_id)
        for table, column in (
            ("ingredients", "name"),
            ("recipes", "name"),
            ("materials", "name"),
            ("material_units", "name"),
            ("finished_units", "display_name"),
            ("finished_goods", "display_name"),
        ):
            run(f"UPDATE {table} SET {column} = 'Other ' || id")
        finalize_event_plan(bakery.event_id)
        assert found(query, bakery.event_id) == {1: hit}
        assert list_hits(query).found == 1

    def test_are_found_by_their_reason_and_say_so_where_the_list_does_not_show_it(
        self, bakery: Bakery
    ) -> None:
        finalize_event_plan(bakery.event_id, "Aunt Märy: 10 more\nThe van is late")
        assert found("mary", bakery.event_id) == {1: None}
        assert found("van is", bakery.event_id) == {1: "reason: The van is late"}

    def test_are_found_by_their_code_with_and_without_its_blank(self, bakery: Bakery) -> None:
        code = finalize_event_plan(bakery.event_id).code
        finalize_event_plan(bakery.event_id)
        for query in (code, code.lower(), code.replace(" ", ""), code[:4], code[2:7], f" {code} "):
            assert found(query, bakery.event_id)[1] == f"code {code}"

    def test_are_not_hits_by_the_name_of_the_event_they_stand_under(self, bakery: Bakery) -> None:
        finalize_event_plan(bakery.event_id)
        assert found("christmas", bakery.event_id) == {}
        assert list_hits("christmas").found == 1

    def test_without_event_are_found_by_the_name_it_had(self, bakery: Bakery) -> None:
        finalize_event_plan(bakery.event_id)
        removal_service.remove_event(bakery.event_id)
        assert found("christmas", None) == {1: None}
        assert history_service.unlinked_count(query="christmas") == 1
        assert history_service.unlinked_count(query="easter") == 0

    def test_one_that_is_no_hit_has_no_row(self, bakery: Bakery) -> None:
        made = finalize_event_plan(bakery.event_id, "one")
        assert history_service.snapshot_row(made.id, query="two") is None
        row = history_service.snapshot_row(made.id, query="flour")
        assert row is not None
        assert row.hit == "holds Flour"


class TestCountsAndQueries:
    def test_hits_are_counted_of_all_there_are(self, bakery: Bakery) -> None:
        for n in range(3):
            finalize_event_plan(bakery.event_id, f"Reason {n}")
            new_event(f"Fair {n}")
        hits = list_hits("reason 1")
        assert (hits.found, hits.total) == (1, 7)
        assert list_hits("flour").found == 3
        assert list_hits("r").found == 7

    @pytest.mark.parametrize("query", ["", " ", "\t\n  ", "\0", "\u0301"])
    def test_blanks_find_everything_and_give_no_reason(self, bakery: Bakery, query: str) -> None:
        finalize_event_plan(bakery.event_id)
        assert event_page(query=query) == event_page()
        assert snapshot_page(bakery.event_id, query=query) == snapshot_page(bakery.event_id)

    def test_nothing_typed_is_too_long_or_too_odd(self, bakery: Bakery) -> None:
        for query in ("x" * 100_000, "%_\\" * 5_000, "ﷺ" * 10_000, "\ud800\udfff!", "'\";--"):
            assert list_hits(query).found == 0

    def test_a_query_is_taken_as_it_stands_not_word_by_word(self, bakery: Bakery) -> None:
        assert events_found("christmas   MARKET") == ["Christmas market"]
        assert events_found("market christmas") == []


Verb = Callable[[Bakery, Path], object]


def finalized(bakery: Bakery) -> int:
    return finalize_event_plan(bakery.event_id, "Aunt Märy").id


def imported(path: Path) -> object:
    document = {
        "version": "4.0",
        "ingredients": [{"slug": "rye", "display_name": "Rye", "category": "Flours"}],
        "recipes": [
            {
                "name": "Rye bread",
                "category": "Bread",
                "ingredients": [{"ingredient_slug": "rye", "quantity": 2, "unit": "cup"}],
            }
        ],
        "finished_units": [
            {
                "slug": "loaf",
                "display_name": "Loaf",
                "recipe_name": "Rye bread",
                "items_per_batch": 2,
            }
        ],
        "finished_goods": [{"slug": "basket", "display_name": "Bäsket", "assembly_type": "bundle"}],
        "events": [{"name": "Easter", "event_date": "2027-03-28", "year": 2027, "notes": "Öl"}],
    }
    file = path / "bakery.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return import_file(file)


VERBS: dict[str, Verb] = {
    "create_event": lambda b, p: new_event("Fête", "nöte"),
    "rename_event": lambda b, p: event_service.rename_event(b.event_id, "Fête"),
    "set_event_notes": lambda b, p: event_service.set_event_notes(b.event_id, "nöte"),
    "set_event_notes none": lambda b, p: event_service.set_event_notes(b.event_id, None),
    "set_event_date": lambda b, p: event_service.set_event_date(b.event_id, date(2027, 1, 1)),
    "add_line": lambda b, p: plan_service.add_line(
        b.event_id, ComponentKind.FINISHED_UNIT, source_id=1, quantity=1
    ),
    "finalize": lambda b, p: finalized(b),
    "set_reason": lambda b, p: event_service.set_snapshot_reason(finalized(b), "Other"),
    "set_reason none": lambda b, p: event_service.set_snapshot_reason(finalized(b), None),
    "plan_again": lambda b, p: event_service.plan_again(finalized(b), "Again"),
    "remove_snapshots": lambda b, p: removal_service.remove_snapshots([finalized(b)]),
    "remove_event": lambda b, p: removal_service.remove_event(b.event_id),
    "remove_event keeps": lambda b, p: (finalized(b), removal_service.remove_event(b.event_id)),
    "remove_event all": lambda b, p: (
        finalized(b),
        removal_service.remove_event(b.event_id, with_snapshots=True),
    ),
    "restore": lambda b, p: removal_service.restore(
        removal_service.remove([b.event_id], [finalized(b)])
    ),
    "purge": lambda b, p: removal_service.purge([removal_service.remove([b.event_id], [])]),
    "revert": lambda b, p: revert(event_service.rename_event(b.event_id, "Fête")),
    "revert making": lambda b, p: revert(event_service.create_event("Fête")),
    "redo": lambda b, p: revert(revert(event_service.create_event("Fête"))),
    "create_finished_good": lambda b, p: create_finished_good("Kiste"),
    "create_finished_unit": lambda b, p: create_finished_unit("Plätzchen"),
    "create_recipe": lambda b, p: create_recipe("Teig"),
    "create_ingredient": lambda b, p: create_ingredient("Rübe"),
    "create_material": lambda b, p: create_material("Schleife"),
    "create_material_unit": lambda b, p: create_material_unit(
        "1 piece", material_id=1, quantity_per_unit=1
    ),
    "import": lambda b, p: imported(p),
    "import again": lambda b, p: (imported(p), imported(p)),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_leaves_the_index_as_it_would_be_made_anew(
    bakery: Bakery, tmp_path: Path, verb: str
) -> None:
    VERBS[verb](bakery, tmp_path)
    assert search_rows() == rebuilt_search_rows()


def test_what_an_import_brought_is_found(bakery: Bakery, tmp_path: Path) -> None:
    imported(tmp_path)
    assert value("SELECT count(*) FROM finished_goods WHERE slug = 'basket'") == 1
    assert events_found("ol") == ["Easter"]


def test_a_refused_verb_leaves_the_index_as_it_was(bakery: Bakery) -> None:
    before = search_rows()
    with pytest.raises(CoreError):
        event_service.rename_event(bakery.event_id, "")
    with database.session_scope() as session:
        event_service.rename_event(bakery.event_id, "Fair", session)
        session.rollback()
    assert search_rows() == before
