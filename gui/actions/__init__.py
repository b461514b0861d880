"""One file per noun, one flow function per verb: ask, work, confirm, work, announce."""
