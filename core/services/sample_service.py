"""Makes the sample bakery: a file of its own, written by the services that write the baker's.

The texts stand in resources/samples. `catalog.json` is what the bakery bakes and packs;
`story.json` is what its baker did, act by act. Days count from today, so that the Christmas market
is always near: {"day": 19, "weekday": "saturday"} is the Saturday nearest to 19 days from now.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.config import DatabaseSettings
from core.domain.changes import Edit
from core.domain.keys import ComponentKind, Key, ThingKind
from core.errors import CorruptDatabaseError, DatabaseUnavailableError, NewerDatabaseError
from core.models import Composition, PlanLine, RecipeIngredient, YieldMode
from core.services import (
    catalog_edit_service,
    database_file,
    event_service,
    finalization_service,
    finished_good_service,
    finished_unit_service,
    ingredient_service,
    material_unit_service,
    plan_service,
    recipe_service,
    removal_service,
)
from core.services.edits import recording
from core.services.error_translation import translated
from core.services.finished_good_service import ContentInput
from core.services.finished_unit_service import ItemDetails
from core.services.recipe_service import RecipeDetails, RecipeLineInput
from core.services.sqlite_engine import WRITE_OPTION, make_engine
from core.utils.datetime_utils import clock_set_to, local_today

Text = Mapping[str, Any]
Thing = tuple[ComponentKind, int]  # kind and id

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LEFTOVERS = ("-journal", "-wal", "-shm")


def make_sample(path: Path, *, begin_anew: bool = False, folder: Traversable | None = None) -> bool:
    """Writes the sample bakery to `path`; whether it was made, or the file that is there was kept.

    An existing file is replaced only with `begin_anew`, and only by a whole new one; the caller
    closes it first. A file that is not ours is refused with NotADatabaseError. `folder` holds the
    texts. The database that is open is not touched.
    """
    texts = folder or resources.files("resources").joinpath("samples")
    with translated():
        if not _is_wanted(path, begin_anew):
            return False
        temporary = _make_temporary(path)
        try:
            _write_bakery(temporary, texts)
            _put_in_place(temporary, path)
        except BaseException:
            _remove(temporary)
            raise
    return True


def _is_wanted(path: Path, begin_anew: bool) -> bool:
    """Looks at what is there; makes the folder where there is none."""
    try:
        found = database_file.inspect(DatabaseSettings(path))
    except (CorruptDatabaseError, NewerDatabaseError):
        # Beginning anew is the way out of a sample that cannot be opened.
        if not begin_anew:
            raise
        return True
    return found.is_new or begin_anew


def _make_temporary(path: Path) -> Path:
    """An empty file beside `path`, private to the user."""
    try:
        handle, name = tempfile.mkstemp(".tmp", f".{path.stem}-", path.parent)
    except OSError as error:
        raise DatabaseUnavailableError(
            f"The sample bakery cannot be written to the folder “{path.parent}”."
        ) from error
    os.close(handle)
    return Path(name)


def _put_in_place(temporary: Path, path: Path) -> None:
    try:
        # A journal that the old file left behind would be played back into the new one.
        for ending in _LEFTOVERS:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        temporary.replace(path)
    except OSError as error:
        raise DatabaseUnavailableError(
            f"The file “{path.name}” cannot be replaced. It stays as it is."
        ) from error


def _remove(temporary: Path) -> None:
    for ending in ("", *_LEFTOVERS):
        temporary.with_name(temporary.name + ending).unlink(missing_ok=True)


def _write_bakery(path: Path, texts: Traversable) -> None:
    """The whole bakery in one transaction, on an engine that nobody else knows."""
    today = local_today()
    catalog, story = _read(texts, "catalog.json"), _read(texts, "story.json")
    found = database_file.inspect(DatabaseSettings(path))
    engine = make_engine(found.settings)
    try:
        database_file.bring_up_to_date(engine, found)
        with Session(engine) as session:
            session.connection(execution_options={WRITE_OPTION: True})
            maker = _CatalogMaker(session)
            maker.make(catalog)
            baker = _Baker(session, maker, today)
            for act in story:
                with clock_set_to(_moment(today, act)):
                    baker.do(act)
            session.commit()
    finally:
        engine.dispose()


def _read(texts: Traversable, name: str) -> Any:
    return json.loads(texts.joinpath(name).read_text(encoding="utf-8"))


def _moment(today: date, act: Text) -> datetime:
    """When the act was done, by the clock on the baker's wall."""
    day = today + timedelta(days=act["day"])
    return datetime.combine(day, time.fromisoformat(act["time"])).astimezone()


def _day(today: date, text: Text) -> date:
    """The weekday nearest to so many days from today."""
    target = today + timedelta(days=text["day"])
    ahead = (_WEEKDAYS.index(text["weekday"]) - target.weekday() + 3) % 7 - 3
    return target + timedelta(days=ahead)


class _CatalogMaker:
    """Makes the catalog and knows what was made, by name."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.ingredients: dict[str, int] = {}
        self.recipes: dict[str, int] = {}
        self._materials: dict[str, int] = {}
        self.things: dict[str, Thing] = {}

    def make(self, catalog: Text) -> None:
        for text in catalog["ingredients"]:
            self._make_ingredient(text)
        for text in catalog["recipes"]:
            self._make_recipe(text)
        for text in catalog["items"]:
            self._make_item(text)
        for text in catalog["materials"]:
            self._make_material(text)
        for text in catalog["boxes"]:
            self._make_box(text)

    def stocked(self, name: str) -> Key:
        """The ingredient or material of that name."""
        if name in self.ingredients:
            return Key(ThingKind.INGREDIENT, self.ingredients[name])
        return Key(ThingKind.MATERIAL, self._materials[name])

    def _make_ingredient(self, text: Text) -> None:
        density = text.get("density")
        edit = ingredient_service.create_ingredient(
            text["name"],
            category=text.get("category"),
            density=tuple(density) if density else None,
            session=self._session,
        )
        self.ingredients[text["name"]] = _made(edit)

    def _make_recipe(self, text: Text) -> None:
        lines = tuple(
            RecipeLineInput(self.ingredients[name], *rest) for name, *rest in text["lines"]
        )
        parts = tuple(
            (self.recipes[name], quantity) for name, quantity in text.get("components", ())
        )
        details = RecipeDetails(
            category=text.get("category"),
            source=text.get("source"),
            notes=text.get("notes"),
            lines=lines,
            components=parts,
        )
        edit = recipe_service.create_recipe(text["name"], details=details, session=self._session)
        self.recipes[text["name"]] = _made(edit)

    def _make_item(self, text: Text) -> None:
        percentage, unit = text.get("percentage"), text["unit"]
        is_portion = percentage is not None
        details = ItemDetails(
            recipe_id=self.recipes[text["recipe"]],
            yield_mode=YieldMode.BATCH_PORTION if is_portion else YieldMode.DISCRETE_COUNT,
            items_per_batch=text.get("per_batch"),
            item_unit=None if is_portion else unit,
            batch_percentage=percentage,
            portion_description=unit if is_portion else None,
            category=text.get("category"),
            description=text.get("description"),
            notes=text.get("notes"),
        )
        edit = finished_unit_service.create_finished_unit(
            text["name"], details=details, session=self._session
        )
        self.things[text["name"]] = ComponentKind.FINISHED_UNIT, _made(edit)

    def _make_material(self, text: Text) -> None:
        with recording(self._session) as recorder:  # its units are those of the text only
            recorder.about = material_unit_service.make_material(
                self._session,
                text["name"],
                category=text.get("category"),
                base_unit=text.get("base_unit", "each"),
                display_unit=text.get("display_unit", "each"),
            )
        material_id = self._materials[text["name"]] = _made(recorder.edit)
        for name, quantity in text.get("units", ()):
            unit = material_unit_service.create_material_unit(
                name, material_id=material_id, quantity_per_unit=quantity, session=self._session
            )
            self.things[name] = ComponentKind.MATERIAL_UNIT, _made(unit)

    def _make_box(self, text: Text) -> None:
        edit = finished_good_service.create_finished_good(
            text["name"],
            contents=[self._content(content) for content in text["contents"]],
            description=text.get("description"),
            session=self._session,
        )
        self.things[text["name"]] = ComponentKind.FINISHED_GOOD, _made(edit)

    def _content(self, text: Any) -> ContentInput:
        if isinstance(text, dict):
            material_id = self._materials[text["chosen_later"]]
            return ContentInput(ComponentKind.MATERIAL, material_id, text["quantity"])
        name, *rest = text
        return ContentInput(*self.things[name], *rest)


class _Baker:
    """Does what the story says, through the services; the acts are named as there."""

    def __init__(self, session: Session, catalog: _CatalogMaker, today: date) -> None:
        self._session = session
        self._catalog = catalog
        self._today = today
        self._events: dict[str, int] = {}
        self._acts: dict[str, Callable[[Text], object]] = {
            "plan": self._plan,
            "add": self._add,
            "set quantity": self._set_quantity,
            "remove": self._remove,
            "change recipe": self._change_recipe,
            "change box": self._change_box,
            "finalize": self._finalize,
            "delete event": self._delete_event,
            "count the stock": self._count_stock,
        }

    def do(self, act: Text) -> None:
        self._acts[act["act"]](act)

    def _plan(self, act: Text) -> None:
        edit = event_service.create_event(
            act["name"],
            _day(self._today, act["date"]),
            notes=act.get("notes"),
            session=self._session,
        )
        event_id = self._events[act["event"]] = _made(edit)
        for what, quantity, *notes in act["lines"]:
            self._add_line(event_id, what, quantity=quantity, notes=notes[0] if notes else None)

    def _add(self, act: Text) -> None:
        event_id = self._events[act["event"]]
        self._add_line(event_id, act["what"], quantity=act["quantity"], notes=act.get("notes"))

    def _add_line(self, event_id: int, what: str, *, quantity: str, notes: str | None) -> None:
        kind, source_id = self._catalog.things[what]
        edit = plan_service.add_line(
            event_id, kind, source_id=source_id, quantity=quantity, session=self._session
        )
        if notes:
            plan_service.set_line_notes(_made(edit), notes, session=self._session)

    def _set_quantity(self, act: Text) -> None:
        plan_service.set_quantity(self._line(act), act["quantity"], session=self._session)

    def _remove(self, act: Text) -> None:
        plan_service.remove_lines([self._line(act)], session=self._session)

    def _change_recipe(self, act: Text) -> None:
        line_id = self._session.scalars(
            select(RecipeIngredient.id).where(
                RecipeIngredient.recipe_id == self._catalog.recipes[act["recipe"]],
                RecipeIngredient.ingredient_id == self._catalog.ingredients[act["ingredient"]],
            )
        ).one()
        recipe_service.set_recipe_line(
            line_id, quantity=act["quantity"], unit=act["unit"], session=self._session
        )

    def _change_box(self, act: Text) -> None:
        _, box_id = self._catalog.things[act["box"]]
        kind, source_id = self._catalog.things[act["what"]]
        content_id = self._session.scalars(
            select(Composition.id).where(
                Composition.assembly_id == box_id,
                getattr(Composition, f"{kind.value}_id") == source_id,
            )
        ).one()
        finished_good_service.set_content_quantity(
            content_id, act["quantity"], session=self._session
        )

    def _finalize(self, act: Text) -> None:
        finalization_service.finalize_event_plan(
            self._events[act["event"]], act.get("reason"), session=self._session
        )

    def _count_stock(self, act: Text) -> None:
        for name, (amount, unit) in act["have"].items():
            key = self._catalog.stocked(name)
            catalog_edit_service.set_stock(key, amount, unit, session=self._session)

    def _delete_event(self, act: Text) -> None:
        removal_service.remove_event(self._events[act["event"]], session=self._session)

    def _line(self, act: Text) -> int:
        kind, source_id = self._catalog.things[act["what"]]
        return self._session.scalars(
            select(PlanLine.id).where(
                PlanLine.event_id == self._events[act["event"]],
                getattr(PlanLine, f"{kind.value}_id") == source_id,
            )
        ).one()


def _made(edit: Edit) -> int:
    """The id of the row that the verb made."""
    assert edit.key is not None
    return edit.key.id
