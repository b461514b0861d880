"""Answer the models' and pages' wishes from the database, on the read lane."""
