"""Tabs that show what a plan adds up to."""
