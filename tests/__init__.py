"""The tests; they mirror core and gui."""
