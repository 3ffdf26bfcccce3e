"""What is asked before anything is sent, and what the answers allow. No clock, no network; the catalogue alone is read,
for the questions that an answers file may answer."""

from doorguard.gate.answers import AUTHORITY, Answers, MissingAnswers, is_authority, read_answers
from doorguard.gate.decision import Decision, decide
from doorguard.gate.questions import QUESTIONS, Answer, Question, missing_questions, path_of, questions_for

__all__ = [
    "AUTHORITY",
    "QUESTIONS",
    "Answer",
    "Answers",
    "Decision",
    "MissingAnswers",
    "Question",
    "decide",
    "is_authority",
    "missing_questions",
    "path_of",
    "questions_for",
    "read_answers",
]
