"""Which device is meant: named by hand, by its own name, or found by unplugging it."""
