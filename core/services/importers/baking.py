"""Plans the import of ingredients, recipes and items: finds what they name, decides, writes nothing."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.domain.import_report import ImportOutcome
from core.services.importers.deciding import Decider
from core.services.importers.findings import Findings, listed
from core.services.importers.levels import Levels
from core.services.importers.recipes import RecipeReader
from core.services.importers.records import Line, Record, Ref
from core.services.importers.things import Things
from core.services.importers.values import shown

NOT_FOUND = "Not found"
_LEFT_OUT_OF_RECIPE = "It was left out of the recipe."


class BakingPlan:
    """What is to be written of ingredients, recipes and items, in this order."""

    def __init__(
        self, session: Session, reader: RecipeReader, *, findings: Findings, decider: Decider
    ) -> None:
        self._findings = findings
        self._decider = decider
        self.ingredients = list(reader.ingredients.records)
        self.recipes = list(reader.recipes.records)
        self.items = list(reader.items.records)
        self.made: list[Record] = []
        self._known_ingredients = Things(session, "ingredients", self.ingredients)
        self._known_recipes = Things(session, "recipes", self.recipes)

    def settle(self, session: Session) -> Things:
        """Decides all of it; gives the items that boxes can hold."""
        for ingredient in self.ingredients:
            self._decider.decide(ingredient)
        for recipe in self.recipes:
            recipe.found_lines = [
                (self._ingredient_of(line, recipe), line) for line in recipe.lines
            ]
        for recipe in self.recipes:
            self._find_parts(recipe)
            self._decider.decide(recipe)
        self._keep_out_loops()
        self._drop_parts_left_out()
        self._settle_made()
        for item in self.items:
            self._find_recipe(item)
        known_items = Things(session, "finished_units", self.items)
        for item in self.items:
            self._decider.decide(item)
        for record in (*self.ingredients, *self.recipes, *self.items):
            self._decider.tell(record)
        self._tell_recipes_without_items(known_items)
        return known_items

    def _ingredient_of(self, line: Line, recipe: Record) -> Record:
        found = self._known_ingredients.find(line.ingredient)
        if len(found) > 1:
            text = (
                f"Several ingredients are called {shown(line.ingredient.name)}; the first is used."
            )
            self._findings.say("recipes", recipe.name, text)
        if found:
            return found[0]
        name = line.ingredient.name or _name_from(line.ingredient.slug or "")
        made = Record("ingredients", name, line.ingredient.slug, fields={"category": NOT_FOUND})
        self.made.append(made)
        self._known_ingredients.add(made)
        return made

    def _find_parts(self, recipe: Record) -> None:
        for part in recipe.parts:
            found = self._one(part.recipe, recipe.name, then=_LEFT_OUT_OF_RECIPE)
            if found is not None:
                recipe.found_parts.append((found, part))

    def _one(self, ref: Ref, place: str, *, then: str) -> Record | None:
        """The recipe that is meant; told where there is none, or more than one."""
        found = self._known_recipes.find(ref)
        if not found:
            self._findings.unresolved("recipes", str(ref), place=place, then=then)
        elif len(found) > 1:
            text = f"Several recipes bear this name, which {shown(place)} names. {then}"
            self._findings.say("recipes", str(ref), text)
        return found[0] if len(found) == 1 else None

    def _keep_out_loops(self) -> None:
        levels = Levels()
        here = self._known_recipes.of_row
        for record in list(here.values()):
            for component in record.row.components:
                levels.link(record, here[component.component_recipe_id])
        for recipe in self.recipes:
            if not (recipe.is_applied and recipe.found_parts):
                continue
            before = levels.children(recipe)
            for child in before:
                levels.unlink(recipe, child)
            why = self._link_all(levels, recipe)
            if why is not None:
                for child in before:
                    levels.link(recipe, child)
                self._decider.leave_out(recipe, why)

    def _link_all(self, levels: Levels, recipe: Record) -> str | None:
        linked: list[Record] = []
        for child, _ in recipe.found_parts:
            why = levels.try_link(recipe, child)
            if why is not None:
                for each in linked:
                    levels.unlink(recipe, each)
                return why
            linked.append(child)
        return None

    def _drop_parts_left_out(self) -> None:
        """What a kept recipe names may have been left out since."""
        for recipe in self.recipes:
            for found, part in list(recipe.found_parts):
                if found.outcome is ImportOutcome.LEFT_OUT and found.row is None:
                    recipe.found_parts.remove((found, part))
                    if recipe.is_applied:
                        text = f"The recipe {shown(found.name)} in it was left out."
                        self._findings.say("recipes", recipe.name, text)

    def _settle_made(self) -> None:
        """Makes only ingredients that a recipe which is written needs, and tells where."""
        is_made = set(self.made)
        needed: dict[Record, None] = {}
        then = f"It is made in the category “{NOT_FOUND}”."
        for recipe in self.recipes:
            for found, line in recipe.found_lines if recipe.is_applied else ():
                if found in is_made:
                    needed[found] = None
                    self._findings.unresolved(
                        "ingredients", str(line.ingredient), place=recipe.name, then=then
                    )
        self.made = list(needed)
        for record in self.made:
            record.outcome = ImportOutcome.ADDED

    def _find_recipe(self, item: Record) -> None:
        """What it is called is unique within the recipe that it is found to be of, if any."""
        item.scope = ""
        ref = item.fields.get("recipe")
        if isinstance(ref, Ref):
            found = self._one(ref, item.name, then="The item has no recipe then.")
            if found is None:
                del item.fields["recipe"]
            else:
                item.fields["recipe"] = found
                item.scope = found.row.name if found.row is not None else found.name

    def _tell_recipes_without_items(self, known_items: Things) -> None:
        has_item = {item.fields.get("recipe") for item in self.items}
        ids = {each.row.recipe_id for each in known_items.of_row.values()}
        names = [
            recipe.name
            for recipe in self.recipes
            if recipe.outcome is ImportOutcome.ADDED
            and recipe not in has_item
            and (recipe.row is None or recipe.row.id not in ids)
        ]
        if names:
            text = f"No item is made from {listed(names)} yet, so it cannot be planned."
            self._findings.say("recipes", "", text)


def _name_from(slug: str) -> str:
    """A name from a slug that nothing else is known of: flour_all_purpose is Flour all purpose."""
    words = " ".join(slug.replace("_", " ").replace("-", " ").split())
    return f"{words[:1].upper()}{words[1:]}" or slug
