"""Bake plans, the catalog they are made of, and the snapshots that stay."""

__version__ = "0.1.0"
