"""The pages of the catalog: one thing each, edited in place."""
