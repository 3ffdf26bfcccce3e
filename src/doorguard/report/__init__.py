"""What was seen, as functions of events: the picture of the home, JSON and text."""
