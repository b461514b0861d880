"""The sample bakery: what stands in it, and that making it never harms anything else."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.config import DatabaseSettings
from core.errors import CorruptDatabaseError, DatabaseUnavailableError, NotADatabaseError
from core.models import (
    Composition,
    Event,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    PlanLine,
    PlanningSnapshot,
    Recipe,
    RecipeComponent,
    YieldMode,
)
from core.services import database, removal_service, sample_service
from core.services.comparison_service import event_changes, snapshot_changes
from core.services.finalization_service import preview_finalization
from core.services.sample_service import make_sample
from core.services.snapshot_reader import read_stored, verify
from core.services.sqlite_engine import make_engine
from core.utils.datetime_utils import clock_set_to, local_today
from tests.factories import copy_of, open_file

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "a new folder" / "sample-bakery.db"
    with clock_set_to(NOON):
        assert make_sample(path)
    return path


@pytest.fixture
def sample(sample_file: Path) -> Iterator[Session]:
    """A session on the one sample, with the clock on the day it was made."""
    engine = make_engine(DatabaseSettings(sample_file, is_read_only=True))
    with clock_set_to(NOON), Session(engine) as session:
        yield session
    engine.dispose()


def coming_market(session: Session) -> Event:
    return session.scalars(
        select(Event).where(Event.name == "Christmas market", Event.event_date > local_today())
    ).one()


def snapshots_of(session: Session, event: Event) -> list[PlanningSnapshot]:
    return list(
        session.scalars(
            select(PlanningSnapshot)
            .where(PlanningSnapshot.event_id == event.id)
            .order_by(PlanningSnapshot.version)
        )
    )


def everything_in(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


def broken_story(folder: Path) -> Path:
    """The sample's texts, with a last act that means a box which does not exist."""
    texts = resources.files("resources").joinpath("samples")
    folder.mkdir()
    (folder / "catalog.json").write_text(texts.joinpath("catalog.json").read_text("utf-8"))
    story = json.loads(texts.joinpath("story.json").read_text("utf-8"))
    adding = next(act for act in story if act["act"] == "add")
    story.append(adding | {"what": "A box that nobody made"})
    (folder / "story.json").write_text(json.dumps(story))
    return folder


class TestWhatStandsInIt:
    def test_it_has_as_much_as_a_small_bakery(self, sample: Session) -> None:
        counts = {
            model.__tablename__: sample.scalar(select(func.count()).select_from(model))
            for model in (
                Ingredient, Recipe, FinishedUnit, FinishedGood, Material, MaterialUnit, Event,
                PlanningSnapshot,
            )
        }  # fmt: skip
        assert counts == {
            "ingredients": 25,
            "recipes": 12,
            "finished_units": 15,
            "finished_goods": 6,
            "materials": 10,
            "material_units": 10,
            "events": 5,
            "planning_snapshots": 9,
        }

    def test_every_ingredient_is_used_in_a_recipe(self, sample: Session) -> None:
        used = {
            line.ingredient_id
            for each in sample.scalars(select(Recipe))
            for line in each.ingredients
        }
        assert used == set(sample.scalars(select(Ingredient.id)))

    def test_a_recipe_is_used_inside_another(self, sample: Session) -> None:
        inside = sample.scalars(select(RecipeComponent.component_recipe_id).distinct()).all()
        assert [sample.get_one(Recipe, each).name for each in inside] == ["Lemon curd"]

    def test_items_are_counted_or_are_portions_and_one_has_no_yield(self, sample: Session) -> None:
        items = sample.scalars(select(FinishedUnit)).all()
        assert Counter(item.yield_mode for item in items) == {
            YieldMode.DISCRETE_COUNT: 13,
            YieldMode.BATCH_PORTION: 2,
        }
        portions = [item for item in items if item.yield_mode is YieldMode.BATCH_PORTION]
        assert {float(item.batch_percentage or 0) for item in portions} == {12.5, 25}
        unknown = [
            item.display_name
            for item in items
            if item.items_per_batch is None and item.batch_percentage is None
        ]
        assert unknown == ["Gingerbread shapes"]

    def test_boxes_nest_three_deep(self, sample: Session) -> None:
        inside = {
            box.display_name: {
                part.finished_good.display_name
                for part in box.components
                if part.finished_good is not None
            }
            for box in sample.scalars(select(FinishedGood))
        }
        assert "Holiday hamper" in inside["Grand hamper"]
        assert inside["Holiday hamper"] == {"Cookie sampler"}

    def test_an_item_is_shared_by_several_boxes(self, sample: Session) -> None:
        boxes = Counter(
            sample.scalars(
                select(Composition.finished_unit_id).where(
                    Composition.finished_unit_id.is_not(None)
                )
            )
        )
        (item_id, times) = boxes.most_common(1)[0]
        assert sample.get_one(FinishedUnit, item_id).display_name == "Almond biscotti"
        assert times == 2

    def test_one_material_is_chosen_later(self, sample: Session) -> None:
        generic = sample.scalars(select(Composition).where(Composition.is_generic)).one()
        assert generic.assembly.display_name == "Holiday hamper"
        material = sample.get_one(Material, generic.material_id)
        assert material.name == "Gift box"
        assert len(material.units) == 2


class TestItsStory:
    def test_all_nine_snapshots_are_sealed_and_unchanged(self, sample: Session) -> None:
        ids = sample.scalars(select(PlanningSnapshot.id)).all()
        proofs = [verify(read_stored(sample, each)) for each in ids]
        assert [proof.is_sealed and proof.is_unchanged for proof in proofs] == [True] * 9

    def test_snapshots_were_made_in_the_past_and_in_order(self, sample: Session) -> None:
        made = [
            (row.created_at, row.event_date)
            for row in sample.scalars(select(PlanningSnapshot).order_by(PlanningSnapshot.id))
        ]
        moments = [created_at for created_at, _ in made]
        assert moments == sorted(moments)
        assert moments[-1] < NOON
        assert NOON - moments[0] > timedelta(days=365)
        assert all(day is not None and created.date() < day for created, day in made)

    def test_each_snapshot_differs_from_the_one_before(self, sample: Session) -> None:
        later = sample.scalars(select(PlanningSnapshot).where(PlanningSnapshot.version > 1)).all()
        assert len(later) == 4
        for snapshot in later:
            changes = snapshot_changes(snapshot.id, session=sample)
            assert changes.since_version == (snapshot.version or 0) - 1
            assert changes.count >= 2

    def test_the_coming_market_tells_why_it_was_finalized(self, sample: Session) -> None:
        reasons = [each.notes for each in snapshots_of(sample, coming_market(sample))]
        assert reasons == [None, "Town hall: 10 hampers more", "Aunt Mary: 10 more, fewer cakes"]

    def test_the_coming_market_has_three_changes_since_its_third_snapshot(
        self, sample: Session
    ) -> None:
        changes = event_changes(coming_market(sample).id, session=sample)
        assert changes.since_version == 3
        assert {
            line.name: (line.old and line.old.quantity, line.new and line.new.quantity)
            for line in changes.lines
        } == {"Cookie sampler": (40, 48), "Thank-you card": (None, 60)}
        assert [(thing.kind, thing.name) for thing in changes.things] == [
            ("recipe", "Sugar cookies (rolled)")
        ]

    def test_the_coming_market_leaves_one_thing_to_check(self, sample: Session) -> None:
        preview = preview_finalization(coming_market(sample).id, session=sample)
        assert [each.name for each in preview.to_check] == ["Gift box"]

    def test_the_school_fair_is_coming_and_was_never_finalized(self, sample: Session) -> None:
        fair = sample.scalars(select(Event).where(Event.name == "School fair")).one()
        assert fair.event_date == date(2026, 11, 28)
        assert snapshots_of(sample, fair) == []
        assert sample.scalar(select(func.count()).where(PlanLine.event_id == fair.id)) == 4

    def test_every_event_stands_on_a_saturday_of_two_years(self, sample: Session) -> None:
        days = {
            (event.name, event.event_date)
            for event in sample.scalars(select(Event))
            if event.event_date
        }
        assert days == {
            ("Christmas market", date(2026, 12, 12)),
            ("School fair", date(2026, 11, 28)),
            ("Harvest supper", date(2026, 10, 17)),
            ("Midsummer tea", date(2026, 6, 20)),
            ("Christmas market", date(2025, 12, 13)),
        }

    def test_the_coming_events_are_coming_on_whichever_day_it_is_made(self) -> None:
        story = json.loads(
            resources.files("resources").joinpath("samples", "story.json").read_text("utf-8")
        )
        dated = {act["event"]: act["date"] for act in story if act["act"] == "plan"}
        for offset in range(7):
            today = date(2027, 2, 26) + timedelta(days=offset)
            days = {event: sample_service._day(today, text) for event, text in dated.items()}
            assert {event for event, day in days.items() if day > today} == {
                "market", "fair", "christening",
            }  # fmt: skip
            assert days["market"].strftime("%A") == "Saturday"
            assert abs(days["market"] - today - timedelta(days=19)) <= timedelta(days=3)
            assert days["market"] - days["market last year"] == timedelta(weeks=52)

    def test_the_snapshot_of_a_deleted_event_finds_back_to_it(
        self, sample_file: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "copy.db"
        path.write_bytes(sample_file.read_bytes())
        with clock_set_to(NOON), open_file(path), database.session_scope() as session:
            alone = session.scalars(
                select(PlanningSnapshot).where(PlanningSnapshot.event_id.is_(None))
            ).one()
            assert alone.event_name == "Rosie's christening"
            (record,) = removal_service.list_removed(session=session)
            removal_service.restore(record.id, session=session)
            session.refresh(alone)
            assert alone.event is not None
            assert alone.event.name == "Rosie's christening"


class TestMakingIt:
    def test_it_opens_like_any_other_file(self, sample_file: Path, tmp_path: Path) -> None:
        path = tmp_path / "copy.db"
        path.write_bytes(sample_file.read_bytes())
        info = database.prepare(DatabaseSettings(path))
        database.close()
        assert (info.is_new, info.is_read_only, info.backup) == (False, False, None)

    def test_nothing_but_the_file_is_left(self, sample_file: Path) -> None:
        assert list(everything_in(sample_file.parent)) == ["sample-bakery.db"]

    @pytest.mark.skipif(os.name != "posix", reason="Windows keeps files private in another way")
    def test_the_file_is_private_to_the_user(self, sample_file: Path) -> None:
        assert sample_file.stat().st_mode & 0o077 == 0

    def test_the_open_file_stays_open_and_gets_nothing_of_it(self, tmp_path: Path) -> None:
        with open_file(tmp_path / "mine.db"):
            before = database.current_bind()
            make_sample(tmp_path / "sample.db")
            assert database.current_bind() is before
            with database.session_scope(write=False) as session:
                assert session.scalar(select(func.count()).select_from(Ingredient)) == 0

    def test_a_sample_that_is_there_is_kept(self, sample_file: Path, tmp_path: Path) -> None:
        path = tmp_path / "sample.db"
        path.write_bytes(sample_file.read_bytes())
        assert not make_sample(path)
        assert everything_in(tmp_path) == {"sample.db": sample_file.read_bytes()}

    def test_a_sample_begun_anew_has_lost_what_was_changed(
        self, sample_file: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "sample.db"
        path.write_bytes(sample_file.read_bytes())
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE events SET name = 'Wedding' WHERE name = 'School fair'")
        connection.close()
        assert make_sample(path, begin_anew=True)
        with open_file(path), database.session_scope(write=False) as session:
            names = set(session.scalars(select(Event.name)))
        assert "School fair" in names
        assert "Wedding" not in names
        assert list(everything_in(tmp_path)) == ["sample.db"]

    def test_nothing_is_left_behind_when_it_fails_midway(self, tmp_path: Path) -> None:
        target = tmp_path / "target"
        target.mkdir()
        with pytest.raises(KeyError, match="A box that nobody made"):
            make_sample(target / "sample.db", folder=broken_story(tmp_path / "texts"))
        assert everything_in(target) == {}

    def test_the_old_sample_stays_when_the_new_one_fails_midway(
        self, sample_file: Path, tmp_path: Path
    ) -> None:
        target = tmp_path / "target"
        target.mkdir()
        path = target / "sample.db"
        path.write_bytes(sample_file.read_bytes())
        with pytest.raises(KeyError, match="A box that nobody made"):
            make_sample(path, begin_anew=True, folder=broken_story(tmp_path / "texts"))
        assert everything_in(target) == {"sample.db": sample_file.read_bytes()}

    def test_a_journal_without_its_file_is_not_played_back_into_the_sample(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "sample.db"
        path.with_name("sample.db-journal").write_bytes(b"left behind by a crash")
        assert make_sample(path)
        assert list(everything_in(tmp_path)) == ["sample.db"]

    def test_a_file_that_is_not_ours_is_refused_also_when_beginning_anew(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "letters.txt"
        path.write_text("Dear Mary, " * 100)
        for begin_anew in (False, True):
            with pytest.raises(NotADatabaseError):
                make_sample(path, begin_anew=begin_anew)
        assert everything_in(tmp_path) == {"letters.txt": b"Dear Mary, " * 100}

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(NotADatabaseError):
            make_sample(tmp_path, begin_anew=True)

    def test_a_place_that_cannot_be_is_a_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "a file").write_text("not a folder")
        with pytest.raises(DatabaseUnavailableError, match="The folder"):
            make_sample(tmp_path / "a file" / "sample.db")

    def test_a_damaged_sample_is_refused_until_it_is_begun_anew(
        self, sample_file: Path, tmp_path: Path
    ) -> None:
        path = copy_of(sample_file, "damaged.db").rename(tmp_path / "damaged.db")
        connection = sqlite3.connect(path)
        connection.execute("DROP TABLE alembic_version")
        connection.close()
        with pytest.raises(CorruptDatabaseError):
            make_sample(path)
        assert make_sample(path, begin_anew=True)
        with open_file(path), database.session_scope(write=False) as session:
            assert session.scalar(select(func.count()).select_from(PlanningSnapshot)) == 9
