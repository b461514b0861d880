"""Small helpers without a better home; kept to the one clock."""
