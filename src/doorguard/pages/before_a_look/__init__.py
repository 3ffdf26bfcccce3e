"""Where to begin, the questions of the gate, and what they leave open."""
