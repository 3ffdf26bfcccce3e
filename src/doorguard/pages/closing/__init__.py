"""Closing a way in: the plan, what comes before a step, the step, and checking again."""
