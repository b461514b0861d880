"""Every revision of the database, oldest first; a start with a current file needs no Alembic."""

REVISIONS = ("0001", "0002", "0003", "0004")
HEAD = REVISIONS[-1]
