"""Who else could look: the ways in, and what only the person can say."""
