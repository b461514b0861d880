"""The catalog: its panel, and the pages of its things, each edited in place."""
