"""The trash's one text: rows as JSON, cells that JSON cannot hold wrapped so that none is lost."""

from __future__ import annotations

import base64
import json
from typing import Any

from core.domain.definition import canonical_text

Rows = dict[str, list[dict[str, Any]]]


class RawText(bytes):
    """A text whose bytes are no UTF-8: it goes back into the file as a text, not as a blob."""


def to_text(rows: Rows) -> str:
    try:
        text = canonical_text(rows)
        text.encode()
    except (TypeError, ValueError):  # only damage brings bytes or half letters
        return canonical_text(
            {
                table: [{column: _wrapped(cell) for column, cell in row.items()} for row in found]
                for table, found in rows.items()
            }
        )
    return text


def from_text(data: str) -> Rows:
    rows: Rows = json.loads(data)
    for found in rows.values():
        for row in found:
            for column, cell in row.items():
                if isinstance(cell, dict):
                    row[column] = _unwrapped(cell)
    return rows


def _wrapped(cell: Any) -> Any:
    if isinstance(cell, bytes):
        return {"blob": base64.b64encode(cell).decode()}
    if isinstance(cell, float):
        return {"real": repr(cell)}
    if isinstance(cell, str):
        try:
            cell.encode()
        except UnicodeEncodeError:
            stored = cell.encode(errors="surrogateescape")
            return {"text": base64.b64encode(stored).decode()}
    return cell


def _unwrapped(cell: dict[str, str]) -> Any:
    if "real" in cell:
        return float(cell["real"])
    if "text" in cell:
        return RawText(base64.b64decode(cell["text"]))
    return base64.b64decode(cell["blob"])
