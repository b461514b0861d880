"""The parts of the window; they speak by signals and know nothing of the database."""
