"""Whatever a file holds: no unexpected exception, every row accounted for, the same once again."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.errors import ImportFileError
from core.services.importers import import_file, preview_import
from tests.core.importers.dialects import DIALECTS, Dialect
from tests.core.importers.reports import counted
from tests.core.stored_rows import stored_rows

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
def mutated(draw: st.DrawFn, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    document = make()
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


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_mutated_file_never_surprises(
    dialect: Dialect, data: st.DataObject, tmp_path: Path, db_session: Session
) -> None:
    save = db_session.begin_nested()
    try:
        for _ in range(2):
            document = data.draw(mutated(dialect.make))
            path = dialect.write(tmp_path, document)
            try:
                preview = preview_import(path, db_session)
            except ImportFileError:
                with pytest.raises(ImportFileError):
                    import_file(path, db_session)
                continue
            first = import_file(path, db_session)
            assert counted(preview) == counted(first) == dialect.rows(document)
            assert (preview.messages, preview.rows) == (first.messages, first.rows)
            "".join(each.name + each.text for each in first.messages).encode()
            require_settled(path, db_session)
            every = frozenset(counted(first))
            import_file(path, db_session, take_files=every)
            require_settled(path, db_session, every)
    finally:
        save.rollback()
        db_session.expire_all()


def require_settled(path: Path, session: Session, take: frozenset[str] = frozenset()) -> None:
    """Another import adds nothing, and not one row differs after it."""
    before = stored_rows(session=session)
    again = import_file(path, session, take_files=take)
    assert dict(again.added) == {}
    assert again.edit is not None
    assert again.edit.is_empty()
    assert stored_rows(session=session) == before


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
