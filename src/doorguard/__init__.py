"""doorguard: a home camera and doorbell check."""

__version__ = "0.1.0"
