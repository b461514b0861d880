"""The questions that Proofbook asks, each a dialog with an answer."""
