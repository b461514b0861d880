"""Each joins one page of the window to its feeder and its flows."""
