"""The window of Proofbook: shows values it was given and turns gestures into flows."""
