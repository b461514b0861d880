"""Events and their plans, and the catalog."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("event_date", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("last_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("uuid", name=op.f("uq_events_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index("idx_event_date", "events", ["event_date", "id"], unique=False)
    op.create_table(
        "finished_goods",
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column(
            "assembly_type",
            sa.Enum(
                "bare",
                "bundle",
                name="assembly_type",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("packaging_instructions", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finished_goods")),
        sa.UniqueConstraint("slug", name=op.f("uq_finished_goods_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_finished_goods_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ingredients",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("density_volume_amount", sa.Text(), nullable=True),
        sa.Column("density_volume_unit", sa.Text(), nullable=True),
        sa.Column("density_weight_amount", sa.Text(), nullable=True),
        sa.Column("density_weight_unit", sa.Text(), nullable=True),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN density_volume_amount IS NULL THEN 0 ELSE 1 END + CASE WHEN density_volume_unit IS NULL THEN 0 ELSE 1 END + CASE WHEN density_weight_amount IS NULL THEN 0 ELSE 1 END + CASE WHEN density_weight_unit IS NULL THEN 0 ELSE 1 END IN (0, 4)",
            name=op.f("ck_ingredients_density_whole"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingredients")),
        sa.UniqueConstraint("slug", name=op.f("uq_ingredients_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_ingredients_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "materials",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("base_unit", sa.Text(), server_default="each", nullable=False),
        sa.Column("display_unit", sa.Text(), server_default="each", nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_materials")),
        sa.UniqueConstraint("slug", name=op.f("uq_materials_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_materials_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "recipes",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipes")),
        sa.UniqueConstraint("slug", name=op.f("uq_recipes_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_recipes_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "finished_units",
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("recipe_id", sa.Integer(), nullable=True),
        sa.Column(
            "yield_mode",
            sa.Enum(
                "discrete_count",
                "batch_portion",
                name="yield_mode",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("items_per_batch", sa.Text(), nullable=True),
        sa.Column("item_unit", sa.Text(), nullable=True),
        sa.Column("batch_percentage", sa.Text(), nullable=True),
        sa.Column("portion_description", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("production_notes", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["recipe_id"],
            ["recipes.id"],
            name=op.f("fk_finished_units_recipe_id_recipes"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finished_units")),
        sa.UniqueConstraint("slug", name=op.f("uq_finished_units_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_finished_units_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_finished_units_recipe_id"), "finished_units", ["recipe_id"], unique=False
    )
    op.create_table(
        "material_units",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.Column("quantity_per_unit", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["material_id"],
            ["materials.id"],
            name=op.f("fk_material_units_material_id_materials"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_units")),
        sa.UniqueConstraint("material_id", "slug", name="uq_material_units_material_id_slug"),
        sa.UniqueConstraint("uuid", name=op.f("uq_material_units_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_material_units_material_id"), "material_units", ["material_id"], unique=False
    )
    op.create_index(op.f("ix_material_units_slug"), "material_units", ["slug"], unique=False)
    op.create_table(
        "recipe_components",
        sa.Column("recipe_id", sa.Integer(), nullable=False),
        sa.Column("component_recipe_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "recipe_id <> component_recipe_id", name=op.f("ck_recipe_components_not_itself")
        ),
        sa.ForeignKeyConstraint(
            ["component_recipe_id"],
            ["recipes.id"],
            name=op.f("fk_recipe_components_component_recipe_id_recipes"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["recipe_id"],
            ["recipes.id"],
            name=op.f("fk_recipe_components_recipe_id_recipes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipe_components")),
        sa.UniqueConstraint("uuid", name=op.f("uq_recipe_components_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_recipe_components_component_recipe_id"),
        "recipe_components",
        ["component_recipe_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_recipe_components_recipe_id"), "recipe_components", ["recipe_id"], unique=False
    )
    op.create_table(
        "recipe_ingredients",
        sa.Column("recipe_id", sa.Integer(), nullable=False),
        sa.Column("ingredient_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["ingredient_id"],
            ["ingredients.id"],
            name=op.f("fk_recipe_ingredients_ingredient_id_ingredients"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["recipe_id"],
            ["recipes.id"],
            name=op.f("fk_recipe_ingredients_recipe_id_recipes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipe_ingredients")),
        sa.UniqueConstraint("uuid", name=op.f("uq_recipe_ingredients_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_recipe_ingredients_ingredient_id"),
        "recipe_ingredients",
        ["ingredient_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_recipe_ingredients_recipe_id"), "recipe_ingredients", ["recipe_id"], unique=False
    )
    op.create_table(
        "compositions",
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("finished_unit_id", sa.Integer(), nullable=True),
        sa.Column("finished_good_id", sa.Integer(), nullable=True),
        sa.Column("material_unit_id", sa.Integer(), nullable=True),
        sa.Column("material_id", sa.Integer(), nullable=True),
        sa.Column("component_quantity", sa.Text(), nullable=False),
        sa.Column("component_notes", sa.Text(), nullable=True),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_generic", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN finished_unit_id IS NULL THEN 0 ELSE 1 END + CASE WHEN finished_good_id IS NULL THEN 0 ELSE 1 END + CASE WHEN material_unit_id IS NULL THEN 0 ELSE 1 END + CASE WHEN material_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_compositions_one_component"),
        ),
        sa.CheckConstraint(
            "finished_good_id IS NULL OR finished_good_id <> assembly_id",
            name=op.f("ck_compositions_not_itself"),
        ),
        sa.CheckConstraint(
            "material_id IS NULL OR is_generic", name=op.f("ck_compositions_generic_material")
        ),
        sa.ForeignKeyConstraint(
            ["assembly_id"],
            ["finished_goods.id"],
            name=op.f("fk_compositions_assembly_id_finished_goods"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["finished_good_id"],
            ["finished_goods.id"],
            name=op.f("fk_compositions_finished_good_id_finished_goods"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["finished_unit_id"],
            ["finished_units.id"],
            name=op.f("fk_compositions_finished_unit_id_finished_units"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["material_id"],
            ["materials.id"],
            name=op.f("fk_compositions_material_id_materials"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["material_unit_id"],
            ["material_units.id"],
            name=op.f("fk_compositions_material_unit_id_material_units"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compositions")),
        sa.UniqueConstraint("uuid", name=op.f("uq_compositions_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_compositions_assembly_id"), "compositions", ["assembly_id"], unique=False
    )
    op.create_index(
        op.f("ix_compositions_finished_good_id"), "compositions", ["finished_good_id"], unique=False
    )
    op.create_index(
        op.f("ix_compositions_finished_unit_id"), "compositions", ["finished_unit_id"], unique=False
    )
    op.create_index(
        op.f("ix_compositions_material_id"), "compositions", ["material_id"], unique=False
    )
    op.create_index(
        op.f("ix_compositions_material_unit_id"), "compositions", ["material_unit_id"], unique=False
    )
    op.create_table(
        "plan_lines",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("finished_good_id", sa.Integer(), nullable=True),
        sa.Column("finished_unit_id", sa.Integer(), nullable=True),
        sa.Column("material_unit_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN finished_good_id IS NULL THEN 0 ELSE 1 END + CASE WHEN finished_unit_id IS NULL THEN 0 ELSE 1 END + CASE WHEN material_unit_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_plan_lines_one_source"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_plan_lines_event_id_events"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["finished_good_id"],
            ["finished_goods.id"],
            name=op.f("fk_plan_lines_finished_good_id_finished_goods"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["finished_unit_id"],
            ["finished_units.id"],
            name=op.f("fk_plan_lines_finished_unit_id_finished_units"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["material_unit_id"],
            ["material_units.id"],
            name=op.f("fk_plan_lines_material_unit_id_material_units"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_lines")),
        sa.UniqueConstraint("uuid", name=op.f("uq_plan_lines_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "idx_plan_line_event", "plan_lines", ["event_id", "sort_order", "id"], unique=False
    )
    op.create_index(
        op.f("ix_plan_lines_finished_good_id"), "plan_lines", ["finished_good_id"], unique=False
    )
    op.create_index(
        op.f("ix_plan_lines_finished_unit_id"), "plan_lines", ["finished_unit_id"], unique=False
    )
    op.create_index(
        op.f("ix_plan_lines_material_unit_id"), "plan_lines", ["material_unit_id"], unique=False
    )
