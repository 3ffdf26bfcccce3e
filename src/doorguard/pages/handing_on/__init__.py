"""The end of a sitting: the summary on screen, for whom, and saved."""
