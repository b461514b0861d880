"""Another number of batches: refused where it is short, accepted with when and why, judged again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from core.domain.keys import Key, ThingKind
from core.domain.plan_summary import BatchChoice, PlanSummary
from core.errors import (
    InvalidInputError,
    NotFoundError,
    ShortfallError,
)
from core.services import finalization_service, plan_service
from core.services.finalization_service import finalize_event_plan, preview_finalization
from core.services.plan_summary_service import summarize_event, summarize_snapshot
from core.utils.datetime_utils import clock_set_to
from tests.core.domain.plans import batch
from tests.core.shops import shop
from tests.core.stored_rows import (
    bakery_in_memory,
    run,
    stored_rows,
    value,
)
from tests.factories import Bakery

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


class TestChoosingBatches:
    def test_fewer_than_needed_is_refused_with_the_numbers(self) -> None:
        with shop() as (event, cookie, _):
            before = stored_rows()
            with pytest.raises(ShortfallError) as refused:
                plan_service.set_batches(event, cookie, 7)
            assert (refused.value.need, refused.value.makes) == (600, 336)
            assert refused.value.sentence == "336 of 600: 264 short."
            assert stored_rows() == before

    def test_it_is_refused_and_accepted_in_whole_pieces(self) -> None:
        with shop() as (event, cookie, lines):
            plan_service.set_quantity(lines[0], "1/12")
            plan_service.set_quantity(lines[1], "0.5")
            with pytest.raises(ShortfallError) as refused:
                plan_service.set_batches(event, cookie, Fraction(7, 96))
            assert refused.value.sentence == "3 of 4: 1 short."
            plan_service.set_batches(event, cookie, Fraction(7, 96), True)
            row = batch(summarize_event(event), "Sugar cookie")
            assert (row.need, row.makes) == (Fraction("3.5"), Fraction("3.5"))
            assert row.choice is not None
            assert (row.choice.accepted_shortfall, row.is_to_confirm) == (1, False)
            (short,) = preview_finalization(event).short
            assert (short.need, short.makes, short.is_accepted) == (4, 3, True)

    def test_what_is_enough_to_the_piece_is_not_short(self) -> None:
        with shop() as (event, cookie, lines):
            for line in lines:
                plan_service.set_quantity(line, 8)
            plan_service.set_batches(event, cookie, 2)
            row = batch(summarize_event(event), "Sugar cookie")
            assert (row.need, row.makes, row.is_to_confirm) == (96, 96, False)
            assert value("SELECT accepted_shortfall FROM chosen_batches") is None

    def test_a_second_choice_has_its_own_moment_and_reason(self) -> None:
        with shop() as (event, cookie, _):
            with clock_set_to(NOON):
                plan_service.set_batches(event, cookie, 7, True, "one oven")
            with clock_set_to(NOON + timedelta(days=1)):
                plan_service.set_batches(event, cookie, 8, True, "two ovens")
            choice = batch(summarize_event(event), "Sugar cookie").choice
            assert choice == BatchChoice(
                Fraction(8), NOON + timedelta(days=1), "two ovens", Fraction(216)
            )
            plan_service.set_batches(event, cookie, 20)
            choice = batch(summarize_event(event), "Sugar cookie").choice
            assert choice is not None
            assert (choice.reason, choice.accepted_shortfall) == (None, None)

    def test_a_shortfall_that_cannot_be_kept_is_refused_in_a_sentence(self) -> None:
        with shop() as (event, cookie, lines):
            plan_service.set_quantity(lines[0], 9_000_000)
            assert batch(summarize_event(event), "Sugar cookie").batches == 1_125_007
            before = stored_rows()
            with pytest.raises(ShortfallError):
                plan_service.set_batches(event, cookie, 7)
            with pytest.raises(InvalidInputError) as refused:
                plan_service.set_batches(event, cookie, 7, True)
            assert refused.value.sentence == (
                "53,999,964 short is too much to accept, at most 10,000,000. Choose more batches."
            )
            assert stored_rows() == before
            plan_service.set_batches(event, cookie, 1_000_000, True)

    def test_accepted_it_is_kept_with_when_and_why(self) -> None:
        with shop() as (event, cookie, _), clock_set_to(NOON):
            edit = plan_service.set_batches(event, cookie, 7, True, "one oven")
            assert edit.key == Key(ThingKind.EVENT, event)
            row = batch(summarize_event(event), "Sugar cookie")
            assert row.choice is not None
            assert (row.choice.chosen_at, row.choice.reason) == (NOON, "one oven")
            assert (row.choice.accepted_shortfall, row.is_to_confirm) == (264, False)
            feasible = summarize_event(event).feasibility
            assert sum(line.possible for line in feasible) == 56
            kept = summarize_snapshot(finalize_event_plan(event).id)
            assert batch(kept, "Sugar cookie") == row

    def test_it_is_judged_again_when_quantities_change(self) -> None:
        with shop() as (event, cookie, lines):
            plan_service.set_batches(event, cookie, 7, True)
            plan_service.set_quantity(lines[0], 51)
            assert batch(summarize_event(event), "Sugar cookie").is_to_confirm
            plan_service.set_quantity(lines[0], 6)
            row = batch(summarize_event(event), "Sugar cookie")
            assert (row.shortfall, row.spare, row.is_to_confirm) == (0, 0, False)

    def test_more_than_needed_asks_nothing(self) -> None:
        with shop() as (event, cookie, _):
            plan_service.set_batches(event, cookie, "13 1/2")
            row = batch(summarize_event(event), "Sugar cookie")
            assert (row.batches, row.spare) == (Fraction(27, 2), 48)
            assert row.choice is not None
            assert row.choice.accepted_shortfall is None

    def test_none_lets_the_plan_say_again(self) -> None:
        with shop() as (event, cookie, _):
            plan_service.set_batches(event, cookie, 20)
            plan_service.set_batches(event, cookie, None)
            assert batch(summarize_event(event), "Sugar cookie").batches == 13
            assert plan_service.set_batches(event, cookie, None).is_empty()

    @pytest.mark.parametrize("batches", ["x", "-1", -1, float("nan")])
    def test_what_is_no_number_of_batches_is_refused(self, batches: Any) -> None:
        with shop() as (event, cookie, _), pytest.raises(InvalidInputError):
            plan_service.set_batches(event, cookie, batches, True)

    def test_what_is_not_in_the_plan_or_has_no_yield_is_refused(self, bakery: Bakery) -> None:
        with pytest.raises(InvalidInputError, match="how many a batch"):
            plan_service.set_batches(bakery.event_id, bakery.cake_id, 2)
        plan_service.remove_lines([2])
        with pytest.raises(InvalidInputError, match="not in this plan"):
            plan_service.set_batches(bakery.event_id, bakery.cake_id, 2)
        with pytest.raises(NotFoundError):
            plan_service.set_batches(bakery.event_id, 999, 2)
        with pytest.raises(NotFoundError):
            plan_service.share_batch(bakery.event_id, 999, True)


class TestWhatIsShort:
    def test_finalizing_says_it_with_the_numbers_and_goes_on(self) -> None:
        with shop() as (event, cookie, lines):
            plan_service.set_batches(event, cookie, 7, True)
            (short,) = preview_finalization(event).short
            assert (short.name, short.need, short.makes) == ("Sugar cookie", 600, 336)
            assert (short.short_by, short.accepted, short.is_accepted) == (264, 264, True)
            plan_service.set_quantity(lines[0], 58)
            preview = preview_finalization(event)
            (short,) = preview.short
            assert (short.need, short.short_by, short.is_accepted) == (648, 312, False)
            finalize_event_plan(event, expected=preview.digest)
            plan_service.set_quantity(lines[0], 6)
            assert preview_finalization(event).short == ()

    def test_fewer_short_than_she_accepted_is_as_she_chose(self) -> None:
        with shop() as (event, cookie, lines):
            plan_service.set_batches(event, cookie, 7, True)
            plan_service.set_quantity(lines[0], 40)
            (short,) = preview_finalization(event).short
            assert (short.short_by, short.is_accepted) == (204, True)

    def test_a_number_that_was_enough_when_she_chose_it_was_not_accepted_as_short(self) -> None:
        with shop() as (event, cookie, lines):
            plan_service.set_batches(event, cookie, 13)
            assert preview_finalization(event).short == ()
            plan_service.set_quantity(lines[0], 60)
            (short,) = preview_finalization(event).short
            assert (short.short_by, short.accepted, short.is_accepted) == (36, None, False)

    def test_what_she_did_not_accept_comes_first(self, bakery: Bakery) -> None:
        run("UPDATE finished_units SET batch_percentage = '50' WHERE id = :id", id=bakery.cake_id)
        plan_service.set_batches(bakery.event_id, bakery.cookie_id, 20, True)
        plan_service.set_batches(bakery.event_id, bakery.cake_id, 1, True)
        names = [item.name for item in preview_finalization(bakery.event_id).short]
        assert names == ["Sugar cookie", "Celebration cake"]
        plan_service.set_quantity(2, 9)
        names = [item.name for item in preview_finalization(bakery.event_id).short]
        assert names == ["Celebration cake", "Sugar cookie"]

    def test_without_a_chosen_number_nothing_is_added_up(
        self, bakery: Bakery, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def never(_: object) -> PlanSummary:
            raise AssertionError

        plan_service.share_batch(bakery.event_id, bakery.dough_id, True)
        plan_service.set_buffer(1, 10)
        monkeypatch.setattr(finalization_service, "summarize_draft", never)
        assert preview_finalization(bakery.event_id).short == ()
