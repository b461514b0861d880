"""The catalog's panel and pages."""
