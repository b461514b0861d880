"""What a plan's batches are, as rows: items by recipe, then the lines that can be made of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from core.domain.arithmetic.reading import rounded_down, rounded_up
from core.domain.keys import ComponentKind
from core.domain.plan_summary import BatchRow, FeasibilityRow, PlanSummary
from core.domain.quantity import edit_text
from gui import texts
from gui.kinds import kind_icon
from gui.models.content_nodes import Sign
from gui.models.part_model import PartCell, PartRow
from gui.sum_words import (
    TIMES,
    batches_text,
    exact_text,
    measure_text,
    number_text,
    sum_text,
)
from gui.words import TITLE_NAME, name_text

translate = QCoreApplication.translate
WHAT, NEEDED, BATCHES, MAKES, SPARE, HOW = range(6)


@dataclass(frozen=True, slots=True)
class RecipeGroup:
    """A recipe of which the plan holds several items, and whether these share batches."""

    uuid: str
    name: str
    batches: Fraction
    item_count: int
    is_shared: bool


class _Judged(NamedTuple):
    """A cell's text and colour, and the signs behind it."""

    text: str
    colour: str = "text"
    signs: tuple[Sign, ...] = ()


def batch_rows(summary: PlanSummary, *, is_editable: bool) -> tuple[PartRow, ...]:
    """The items first; `thing` is a BatchRow, a RecipeGroup or a FeasibilityRow, None in a head."""
    rows: list[PartRow] = []
    for recipe, group in groupby(summary.batches, key=lambda row: row.recipe_uuid):
        items = list(group)
        level = 0
        if recipe is not None and len(items) > 1:
            rows.append(_recipe_row(recipe, items))
            level = 1
        rows += [_item_row(item, level=level, is_editable=is_editable) for item in items]
    if summary.feasibility:
        rows.append(head_row("lines", translate("Sums", "What can be made"), HOW + 1))
        rows += [_line_row(line, is_editable=is_editable) for line in summary.feasibility]
    return tuple(rows)


def recipe_key(group: RecipeGroup) -> Hashable:
    return "recipe", group.uuid


def item_key(row: BatchRow) -> Hashable:
    return "item", row.uuid


def line_key(line: FeasibilityRow) -> Hashable:
    return "line", line.line_uuid


def head_row(key: str, title: str, columns: int) -> PartRow:
    """A row that says what the rows below it are."""
    rest = (PartCell() for _ in range(columns - 1))
    return PartRow(("head", key), None, (PartCell(title), *rest), spoken=title, is_head=True)


def _recipe_row(uuid: str, items: list[BatchRow]) -> PartRow:
    shared = next((item.shared_batches for item in items if item.shared_batches is not None), None)
    own = sum((item.batches for item in items if item.shared_batches is None), Fraction(0))
    sharing = sum(item.shared_batches is not None for item in items)
    name = items[0].recipe_name or ""
    group = RecipeGroup(uuid, name, own + (shared or 0), len(items), shared is not None)
    if sharing == len(items):
        how = translate("Sums", "{items} share their batches")
    elif sharing:
        how = translate("Sums", "{count} of {items} share their batches")
    else:
        how = translate("Sums", "{items} in separate batches")
    how = how.format(items=texts.items_text(group.item_count), count=sharing)
    cells = (
        PartCell(group.name),
        PartCell(),
        PartCell(number_text(group.batches), tip=exact_text(group.batches)),
        PartCell(),
        PartCell(),
        PartCell(how, colour="muted"),
    )
    spoken = translate("Sums", "Recipe {name}: {batches}, {how}").format(
        name=name_text(group.name), batches=batches_text(group.batches), how=how
    )
    return PartRow(recipe_key(group), group, cells, icon="recipe", spoken=spoken)


# Items


def _item_row(row: BatchRow, *, level: int, is_editable: bool) -> PartRow:
    spare = spare_judged(row)
    how = how_text(row)
    cells = (
        PartCell(row.name),
        PartCell(number_text(Fraction(row.whole_need)), tip=_with_unit(row.need, row.unit)),
        _batches_cell(row, is_editable=is_editable),
        PartCell(number_text(Fraction(row.whole_makes)), tip=_with_unit(row.makes, row.unit)),
        PartCell(spare.text, colour=spare.colour, signs=spare.signs, tip=_spare_tip(row)),
        PartCell(how),
    )
    spoken = translate("Sums", "{name}: {needed} needed, {batches} make {makes}, {spare}").format(
        name=name_text(row.name),
        needed=measure_text(Fraction(row.whole_need), row.unit),
        batches=batches_text(row.batches),
        makes=number_text(row.makes),
        spare=spare_text(row),
    )
    icon = kind_icon(ComponentKind.FINISHED_UNIT, row.unit)
    return PartRow(item_key(row), row, cells, icon=icon, spoken=spoken, level=level)


def _with_unit(amount: Fraction, unit: str) -> str:
    """To the last digit, with what is counted: `7.5 cookies`."""
    return f"{exact_text(amount)} {texts.isolate(texts.one_line(unit))}" if unit else ""


def _batches_cell(row: BatchRow, *, is_editable: bool) -> PartCell:
    edit = edit_text(row.batches) if is_editable else None
    if row.shared_batches is not None:
        tip = translate("Sums", "{part} of the {batches} that its recipe shares").format(
            part=exact_text(row.batches), batches=batches_text(row.shared_batches)
        )
        edit = "" if is_editable else None
        return PartCell(number_text(row.batches), edit, tip, colour="muted")
    if row.choice is None:
        return PartCell(number_text(row.batches), edit, exact_text(row.batches))
    return PartCell(number_text(row.batches), edit, choice_text(row), signs=(("draft", "accent"),))


def choice_text(row: BatchRow) -> str:
    """`Your number, of 24 Nov 2026: the oven is small`; "" where she chose none."""
    if row.choice is None:
        return ""
    day = texts.short_date_text(row.choice.chosen_at.astimezone().date())
    text = translate("Sums", "Your number, of {day}").format(day=day)
    reason = texts.one_line(row.choice.reason or "")
    return f"{text}: {texts.isolate(reason)}" if reason else text


def spare_text(row: BatchRow) -> str:
    """`24 spare`, `12 short`; whole pieces, as nobody bakes a part of one."""
    if row.spare < 0:
        return translate("Sums", "{count} short").format(count=number_text(rounded_up(-row.spare)))
    return translate("Sums", "{count} spare").format(count=number_text(rounded_down(row.spare)))


def spare_judged(row: BatchRow) -> _Judged:
    """In bad where it is short by more than she accepted."""
    if row.spare >= 0:
        return _Judged(number_text(rounded_down(row.spare)))
    colour = "bad" if row.is_to_confirm else "caution"
    return _Judged(spare_text(row), colour, (("bad" if row.is_to_confirm else "changed", colour),))


def _spare_tip(row: BatchRow) -> str:
    exact = _with_unit(row.spare, row.unit)
    if row.spare >= 0:
        return exact
    accepted = row.choice.accepted_shortfall if row.choice else None
    if accepted is None:
        return translate("Sums", "{short}, and you have not accepted it").format(
            short=spare_text(row)
        )
    if row.is_to_confirm:
        return translate("Sums", "{short}; you accepted {accepted}").format(
            short=spare_text(row), accepted=number_text(rounded_up(accepted))
        )
    return translate("Sums", "{short}, as you accepted").format(short=spare_text(row))


def how_text(row: BatchRow) -> str:
    """`600 = Box A 50 × 6 + Box B 50 × 6; 13 batches × 48 = 624; 24 spare`."""
    need = translate("Sums", "{need} = {sum}").format(
        need=number_text(row.need), sum=sum_text(row.proof)
    )
    if row.need != row.whole_need:
        need = translate("Sums", "{sum}, so {whole}").format(sum=need, whole=row.whole_need)
    return "; ".join((need, making_text(row), spare_text(row)))


def making_text(row: BatchRow) -> str:
    """`13 batches × 48 = 624`, with the portion or the shared batches that say why."""
    batches = batches_text(row.batches)
    if row.shared_batches is not None:
        batches = translate("Sums", "{part} of {batches}").format(
            part=number_text(row.batches), batches=batches_text(row.shared_batches)
        )
    per = number_text(row.per_batch)
    if row.percentage is not None:
        per = translate("Sums", "{portions} of {percentage} %").format(
            portions=per, percentage=number_text(row.percentage.value)
        )
    return translate("Sums", "{product} = {makes}").format(
        product=f"{batches} {TIMES} {per}", makes=number_text(row.makes)
    )


# Lines


def _line_row(line: FeasibilityRow, *, is_editable: bool) -> PartRow:
    short = line.wanted - line.possible
    planned = number_text(line.wanted)
    percent = f"{number_text(line.buffer_percent)} %" if line.buffer_percent else ""
    if percent:
        planned = f"{planned} + {percent}"
    how = possible_text(line)
    spare = _Judged("")
    if short > 0:
        text = translate("Sums", "{count} short").format(count=number_text(short))
        spare = _Judged(text, "bad", (("bad", "bad"),))
    tip = ""
    if is_editable:
        tip = translate("Sums", "To bake extra, type how much: 10 %")
    cells = (
        PartCell(line.name),
        PartCell(planned, percent if is_editable else None, tip),
        PartCell(),
        PartCell("" if line.is_unsure else number_text(line.possible)),
        PartCell(spare.text, colour=spare.colour, signs=spare.signs),
        PartCell(how),
    )
    spoken = f"{name_text(line.name)}: {how}"
    icon = kind_icon(line.kind, line.unit)
    return PartRow(line_key(line), line, cells, icon=icon, spoken=spoken)


def possible_text(line: FeasibilityRow) -> str:
    """`56 of 100 boxes: Sugar cookie is short by 264`, or `All 100 boxes`."""
    unit = texts.isolate(texts.one_line(line.unit))
    if line.is_unsure:
        return translate("Sums", "Not known: something in it is not counted")
    if line.possible >= line.wanted:
        return translate("Sums", "All can be made")
    return translate("Sums", "{possible} of {wanted} {unit}: {limits}").format(
        unit=unit,
        possible=number_text(line.possible),
        wanted=number_text(line.wanted),
        limits=", ".join(_limits(line)),
    )


def _limits(line: FeasibilityRow) -> Iterator[str]:
    for limit in line.limits:
        yield translate("Sums", "{name} is short by {count}").format(
            name=name_text(limit.name, TITLE_NAME), count=number_text(rounded_up(limit.short_by))
        )
