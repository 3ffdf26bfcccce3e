"""People who can help, and pages that explain: one key away from every page."""
