"""From sightings to devices: what belongs together, and what each thing is, with its reasons."""

from doorguard.identify.household import MOST_IN_ALL, Household
from doorguard.identify.recogniser import Recogniser

__all__ = ["MOST_IN_ALL", "Household", "Recogniser"]
