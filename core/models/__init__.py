"""Every model of Proofbook."""

from core.models import guards as guards
from core.models.base import Base, BaseModel
from core.models.event import Event
from core.models.finished_good import AssemblyType, Composition, FinishedGood
from core.models.finished_good_snapshot import FinishedGoodSnapshot
from core.models.finished_unit import FinishedUnit, YieldMode
from core.models.finished_unit_snapshot import FinishedUnitSnapshot
from core.models.ingredient import Ingredient
from core.models.material import Material, MaterialUnit
from core.models.material_unit_snapshot import MaterialUnitSnapshot
from core.models.plan_choices import ChosenBatches, SharedRecipe
from core.models.plan_line import PlanLine
from core.models.planning_snapshot import PlanningSnapshot
from core.models.recipe import Recipe, RecipeComponent, RecipeIngredient
from core.models.removed_record import RemovedRecord, RemovedSource
from core.models.search_entry import SearchEntry

__all__ = [
    "AssemblyType",
    "Base",
    "BaseModel",
    "ChosenBatches",
    "Composition",
    "Event",
    "FinishedGood",
    "FinishedGoodSnapshot",
    "FinishedUnit",
    "FinishedUnitSnapshot",
    "Ingredient",
    "Material",
    "MaterialUnit",
    "MaterialUnitSnapshot",
    "PlanLine",
    "PlanningSnapshot",
    "Recipe",
    "RecipeComponent",
    "RecipeIngredient",
    "RemovedRecord",
    "RemovedSource",
    "SearchEntry",
    "SharedRecipe",
    "YieldMode",
]
