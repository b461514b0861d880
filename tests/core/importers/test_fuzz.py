"""Whatever a file holds: no unexpected exception, every row accounted for, the same once again."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.errors import ImportFileError
from core.services.importers import import_file, preview_import
from tests.core.importers.reports import counted, rows_of
from tests.core.importers.test_importing_again import bakery

NASTY_TEXTS = [
    "",
    " ",
    "\x00",
    "\ud800",
    "x" * 300,
    "<b>x</b>",
    "loaf",
    "gift",
    "Bread",
    "Sour",
    "0",
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([10**80, 1e300, 1e-300, float("nan"), float("inf"), 0.33, 2.5]),
    st.sampled_from(NASTY_TEXTS),
    st.text(max_size=5),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["name", "slug", "quantity", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def spots(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a document: its container, and its key or index."""
    keys: list[Any] = []
    if isinstance(value, dict):
        keys = list(value)
    elif isinstance(value, list):
        keys = list(range(len(value)))
    return [spot for key in keys for spot in [(value, key), *spots(value[key])]]


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    document = bakery()
    document["material_units"] = [
        {"material_product_slug": "p", "slug": "u", "name": "Unit", "quantity_per_unit": 2}
    ]
    document["material_products"] = [{"slug": "p", "material_slug": "bag", "default_unit": "each"}]
    document["recipes"][1]["finished_units"] = [{"name": "Jar", "unit_yield_quantity": 1}]
    for _ in range(draw(st.integers(1, 6))):
        container, key = draw(st.sampled_from(spots(document)))
        act = draw(st.sampled_from(["replace", "replace", "remove", "twice", "copy"]))
        if act == "replace":
            container[key] = draw(VALUES)
        elif act == "remove":
            del container[key]
        elif act == "twice" and isinstance(container, list):
            container.append(copy.deepcopy(container[key]))
        elif act == "copy":
            other, place = draw(st.sampled_from(spots(document)))
            container[key] = copy.deepcopy(other[place])
        if not document:
            break
    return document


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(document=mutated(), again=mutated())
def test_a_mutated_file_never_surprises(
    document: dict[str, Any], again: dict[str, Any], tmp_path: Path, db_session: Session
) -> None:
    path = tmp_path / "bakery.json"
    save = db_session.begin_nested()
    try:
        for content in (document, again):
            path.write_text(json.dumps(content), encoding="utf-8")
            try:
                preview = preview_import(path, db_session)
            except ImportFileError:
                with pytest.raises(ImportFileError):
                    import_file(path, db_session)
                continue
            first = import_file(path, db_session)
            assert counted(preview) == counted(first)
            assert sum(counted(first).values()) == sum(rows_of(content).values())
            assert (preview.messages, preview.rows) == (first.messages, first.rows)
            "".join(each.name + each.text for each in first.messages).encode()
            second = import_file(path, db_session)
            assert second.edit is not None
            assert second.edit.is_empty()
            assert dict(second.added) == {}
            every = frozenset(counted(second))
            import_file(path, db_session, take_files=every)
            settled = import_file(path, db_session, take_files=every)
            assert settled.edit is not None
            assert settled.edit.is_empty()
    finally:
        save.rollback()
        db_session.expire_all()


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    content=st.binary(max_size=200)
    | st.text(max_size=100).map(lambda t: t.encode("utf-8", "replace"))
)
def test_any_bytes_are_imported_or_refused(
    content: bytes, tmp_path: Path, db_session: Session
) -> None:
    path = tmp_path / "bakery.json"
    path.write_bytes(content)
    with pytest.raises(ImportFileError):
        preview_import(path, db_session)
