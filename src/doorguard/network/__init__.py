"""The only door to the network: scope, levels, budgets, deadlines and the list of what was sent."""
