"""How a number adds up, as a tree under Qt's tester: built when opened, kept when shown anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from core.domain.arithmetic import PlanStock
from core.domain.catalog import Stock
from core.domain.plan_summary import PlanSummary, Proof, SourceKind
from gui.models.proof_model import ProofColumn, ProofModel
from gui.models.roles import Role
from tests.core.domain.plans import BOX, ITEM, Plan, batch, recipe, recipe_line
from tests.core.domain.test_arithmetic_by_chance import plans
from tests.core.domain.test_proof_steps import proofs
from tests.gui.models.nested import outline

STOCK = PlanStock({"ingredient Flour": Stock(Fraction(5), "lb", date(2026, 11, 1))})


def bakery(box_a: int = 50, stock: PlanStock = STOCK, **more: Any) -> PlanSummary:
    plan = Plan()
    plan.recipes["Dough"] = recipe("Dough", [recipe_line("Flour", "2.5", "cup", "4.25")])
    plan.item("Cookie", 48, made_of="Dough")
    plan.item("Cake", 1, made_of="Dough")
    plan.box("Box A", (ITEM, "Cookie", 6))
    plan.box("Box B", (ITEM, "Cookie", 6))
    plan.line(BOX, "Box A", box_a)
    plan.line(BOX, "Box B", 50, buffer=10)
    return replace(plan.sum(stock=stock), **more)


def shown(summary: PlanSummary, proof: Proof) -> ProofModel:
    model = ProofModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    model.show_proof(summary, proof)
    return model


def flour(summary: PlanSummary) -> Proof:
    return summary.to_buy[0].proof


def open_all(model: ProofModel, parent: QModelIndex | None = None) -> None:
    above = parent or QModelIndex()
    if model.canFetchMore(above):
        model.fetchMore(above)
    for row in range(model.rowCount(above)):
        open_all(model, model.index(row, 0, above))


def lines(model: ProofModel) -> list[str]:
    return [line.replace("\u2068", "").replace("\u2069", "") for line in outline(model)]


def at(model: ProofModel, *rows: int, column: int = ProofColumn.HOW) -> QModelIndex:
    """Down the first rows by number, opening each."""
    index = QModelIndex()
    for row in rows:
        if model.canFetchMore(index):
            model.fetchMore(index)
        index = model.index(row, 0, index)
    return index.siblingAtColumn(column)


def test_flour_leads_down_to_what_is_planned(qapp: QApplication) -> None:
    summary = bakery()
    model = shown(summary, flour(summary))
    open_all(model)
    rounded = "630 pieces needed, 48 a batch: 13 1/8 batches, rounded up to 14"
    assert lines(model) == [
        "Flour  35 cup needed | 35 cup",
        "  Dough  14 batches × 2 1/2 cup | 35 cup",
        f"    Cookie  {rounded} | 14 batches",
        "      Box A  50 × 6 | 300 pieces",
        "        50 planned | 50 boxes",
        "      Box B  55 × 6 | 330 pieces",
        "        50 + 10 % planned | 55 boxes",
        "You have 5 lb | \u221218.82 cup",
    ]


def test_nothing_is_built_below_a_row_until_it_is_opened(qapp: QApplication) -> None:
    summary = bakery()
    model = shown(summary, flour(summary))
    assert len(lines(model)) == 2
    assert model.hasChildren(at(model, 0))
    assert not model.hasChildren(at(model, 1))
    model.fetchMore(at(model, 0))
    model.fetchMore(at(model, 0))
    assert len(lines(model)) == 3


def test_a_cell_shows_the_exact_amount_and_which_unit_was_turned(qapp: QApplication) -> None:
    summary = bakery()
    model = shown(summary, flour(summary))
    tip = at(model, 1, column=ProofColumn.GIVES).data(Qt.ItemDataRole.ToolTipRole)
    assert "Exactly \u221218 14/17" in tip
    assert "is 3 13/17" in tip
    assert at(model, 0, column=ProofColumn.GIVES).data(Qt.ItemDataRole.ToolTipRole) is None
    whole = at(model, 0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "14 batches × 2 1/2" in whole


def test_a_row_is_heard_as_a_sentence(qapp: QApplication) -> None:
    summary = bakery()
    model = shown(summary, flour(summary))
    spoken = str(at(model, 0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    plain = spoken.replace("\u2068", "").replace("\u2069", "")
    assert plain == "Dough, Flour: 14 batches × 2 1/2 cup, gives 35 cup"


def test_numbers_stand_right_and_heads_with_them(qapp: QApplication) -> None:
    summary = bakery()
    model = shown(summary, flour(summary))
    role = Qt.ItemDataRole.TextAlignmentRole
    assert at(model, 0, column=ProofColumn.GIVES).data(role) & Qt.AlignmentFlag.AlignRight
    across = Qt.Orientation.Horizontal
    assert model.headerData(1, across, role) & Qt.AlignmentFlag.AlignRight
    assert [model.headerData(at, across) for at in (0, 1)] == ["How it adds up", "Gives"]


@pytest.mark.parametrize(
    ("version", "planned", "icon"),
    [(None, "50 planned", "draft"), (3, "50 planned in snapshot 3", "snapshot")],
)
def test_the_leaves_say_where_they_come_from(
    qapp: QApplication, version: int | None, planned: str, icon: str
) -> None:
    summary = bakery(snapshot_version=version)
    model = shown(summary, batch(summary, "Cookie").proof)
    line = at(model, 0, 0)
    assert line.data() == planned
    assert line.data(Role.ICON) == icon
    source = model.source_at(line)
    assert source is not None
    assert (source.kind, source.uuid) == (SourceKind.LINE, "line 0")


def test_each_kind_has_its_icon(qapp: QApplication) -> None:
    summary = bakery()
    summary = replace(summary, batches=tuple(row._replace(unit="cakes") for row in summary.batches))
    model = shown(summary, flour(summary))
    places = [(0,), (0, 0), (0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0, 0), (1,)]
    icons = [at(model, *place).data(Role.ICON) for place in places]
    assert icons == ["ingredient", "recipe", "cake", "box", "draft", "have"]
    colours = [at(model, *place).data(Role.ICON_COLOUR) for place in places]
    assert colours == ["accent"] * 4 + ["muted"] * 2


def test_what_she_has_is_no_thing_to_go_to(qapp: QApplication) -> None:
    summary = bakery()
    model = shown(summary, flour(summary))
    needed = model.source_at(at(model, 0))
    assert needed is not None
    assert needed.kind is SourceKind.INGREDIENT
    assert model.source_at(at(model, 1)) is None
    assert model.source_at(QModelIndex()) is None


def test_a_number_that_changed_keeps_its_rows(qapp: QApplication) -> None:
    before, after = bakery(), bakery(10)
    model = shown(before, flour(before))
    box_a = QPersistentModelIndex(at(model, 0, 0, 0, 0))
    model.fetchMore(at(model, 0, 0, 0, 0))
    assert model.show_proof(after, flour(after))
    assert box_a.isValid()
    assert lines(model)[3:5] == ["      Box A  10 × 6 | 60 pieces", "        10 planned | 10 boxes"]
    assert model.show_proof(before, flour(before))
    assert lines(model)[4] == "        50 planned | 50 boxes"


def test_what_left_the_plan_leaves_the_tree_and_comes_back(qapp: QApplication) -> None:
    both = bakery()
    plan = Plan()
    plan.item("Cookie", 48)
    plan.box("Box B", (ITEM, "Cookie", 6))
    plan.line(BOX, "Box B", 50)
    alone = plan.sum()
    model = shown(both, batch(both, "Cookie").proof)
    box_b = QPersistentModelIndex(at(model, 1))
    assert model.show_proof(alone, batch(alone, "Cookie").proof)
    assert lines(model) == ["Box B  50 × 6 | 300 pieces"]
    assert model.show_proof(both, batch(both, "Cookie").proof)
    assert [line[:5] for line in lines(model)] == ["Box A", "Box B"]
    assert box_b.row() == 1


def test_another_number_begins_anew(qapp: QApplication) -> None:
    summary = bakery()
    model = shown(summary, flour(summary))
    row = batch(summary, "Cookie")
    assert not model.show_proof(summary, row.proof)
    box_a = QPersistentModelIndex(at(model, 0))
    assert not model.show_proof(summary, row.making)
    assert not box_a.isValid()
    assert lines(model)[0].startswith("Cookie  14 batches × 48 (630 pieces needed")
    model.clear()
    assert lines(model) == []
    assert not model.show_proof(summary, row.making)


def test_two_terms_of_one_thing_have_a_row_each(qapp: QApplication) -> None:
    plan = Plan()
    plan.item("Cookie", 1)
    plan.box("Box", (ITEM, "Cookie", 2), (ITEM, "Cookie", 3))
    plan.line(BOX, "Box", 1)
    summary = plan.sum()
    model = shown(summary, summary.batches[0].proof)
    assert lines(model) == ["Box  1 × 2 | 2 pieces", "Box  1 × 3 | 3 pieces"]
    plan.line(BOX, "Box", 9)
    more = plan.sum()
    assert model.show_proof(more, more.batches[0].proof)
    assert lines(model) == ["Box  10 × 2 | 20 pieces", "Box  10 × 3 | 30 pieces"]


def test_rows_stand_in_the_order_of_the_terms(qapp: QApplication) -> None:
    summary = bakery()
    (cookie,) = [row for row in summary.batches if row.name == "Cookie"]
    turned = cookie._replace(proof=Proof(cookie.proof.terms[::-1]))
    model = shown(summary, cookie.proof)
    first = QPersistentModelIndex(at(model, 0))
    after = replace(summary, batches=(turned,))
    assert model.show_proof(after, turned.proof)
    assert [line[:5] for line in lines(model)] == ["Box B", "Box A"]
    assert first.row() == 1


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(plans(), min_size=2, max_size=3), st.integers(0, 20))
def test_numbers_shown_over_each_other_look_as_if_shown_alone(
    qapp: QApplication, drawn: list[tuple[Plan, dict[str, Any]]], which: int
) -> None:
    model = ProofModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    for plan, choices in drawn:
        summary = plan.sum(stock=STOCK, **choices)
        every = [proof for proof in proofs(summary) if len(proof.terms) < 5]
        if every:
            proof = every[which % len(every)]
            model.show_proof(summary, proof)
            open_all(model)
            alone = shown(summary, proof)
            open_all(alone)
            assert lines(model) == lines(alone)
