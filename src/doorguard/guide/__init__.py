"""From what was found to what the person can do: steps, their order, and who may take them. Pure.

No clock, no files, no network: the time is an argument.
"""

from doorguard.guide.again import look_again_at
from doorguard.guide.order import AFTER_A_NEW_PASSWORD, FULL_ORDER, LIGHT_ORDER, Stage, stage_of
from doorguard.guide.ownership import CHANGES_THE_ACCOUNT, Branch, Holder, branch_for, holder_of
from doorguard.guide.plan import PlanStep, plan_of
from doorguard.guide.steps import LABEL_QUESTIONS, NoStep, label, step_for

__all__ = [
    "AFTER_A_NEW_PASSWORD",
    "CHANGES_THE_ACCOUNT",
    "FULL_ORDER",
    "LABEL_QUESTIONS",
    "LIGHT_ORDER",
    "Branch",
    "Holder",
    "NoStep",
    "PlanStep",
    "Stage",
    "branch_for",
    "holder_of",
    "label",
    "look_again_at",
    "plan_of",
    "stage_of",
    "step_for",
]
