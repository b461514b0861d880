"""Reads files of other programs: a preview first, then one transaction."""

from core.services.importers.bake_tracker import import_file, preview_import

__all__ = ["import_file", "preview_import"]
