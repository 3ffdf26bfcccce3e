"""The catalogue in the language in use. Its texts are said once, when it is loaded, so that the judge, the
pages and the JSON all say the same.

The same walk lists every text for the translators (``packaging/messages.py``): what is not walked through
here could not be translated either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from doorguard.catalog.shapes import Catalog, Check, Question, Step, VendorPage

Say = Callable[[str], str]
"""Gives a text in another language."""

TREAT_IT_AS_YES = "Treat it as yes."
"""What ``guide.label`` puts behind a label that says "not known", unless the label says so itself."""


def said(catalog: Catalog, say: Say) -> Catalog:
    """The same catalogue with every text of it said by ``say``. Names, ids and sources stay."""
    return replace(
        catalog,
        checks=tuple(check_said(check, say) for check in catalog.checks),
        vendors=tuple(page_said(page, say) for page in catalog.vendors),
    )


def check_said(check: Check, say: Say) -> Check:
    """One check: problem, good, why it is so bad, its questions, and its texts by paragraph and list item."""
    return replace(
        check,
        problem=say(check.problem),
        good=say(check.good),
        severity_reason=say(check.severity_reason),
        asks=tuple(_question(question, say) for question in check.asks),
        texts={heading: document_said(text, say) for heading, text in check.texts.items()},
    )


def page_said(page: VendorPage, say: Say) -> VendorPage:
    """One maker's page: why it is recognised, and its steps."""
    return replace(
        page,
        rules=tuple(replace(rule, says=say(rule.says)) for rule in page.rules),
        steps={action: _step(step, say) for action, step in page.steps.items()},
    )


def document_said(text: str, say: Say) -> str:
    """A text of paragraphs and of lists, one after the other; its headings and its numbers stay."""
    blocks = (_block(block, say) for block in re.split(r"\n\s*\n", text.strip()))
    return "\n\n".join(blocks)


_MARK = re.compile(r"(?:#+|-|\*|\d+\.)\s+")


def _block(block: str, say: Say) -> str:
    """One paragraph, or one list with its marks."""
    items: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        mark = _MARK.match(line.strip())
        if mark or not items:
            head = mark[0] if mark else ""
            items.append((head, [line.strip()[len(head) :]]))
        else:
            items[-1][1].append(line.strip())
    return "\n".join(head + say(" ".join(words)) for head, words in items)


def _question(question: Question, say: Say) -> Question:
    """Its answers are heard of here, but keep their English words: a choice is called by them, and pages say them
    where they show them."""
    for words in question.answers:
        say(words)
    return replace(question, question=say(question.question), why=say(question.why))


def _step(step: Step, say: Say) -> Step:
    return replace(step, acts=tuple(map(say, step.acts)), check=say(step.check), labels=_labels(step.labels, say))


def _labels(labels: Mapping[str, str], say: Say) -> dict[str, str]:
    return {name: _label(text, say) for name, text in labels.items()}


def _label(text: str, say: Say) -> str:
    """Whether a label says "not known" is seen in its English words: here, before they are gone."""
    words = say(text)
    english = text.lower()
    if words != text and english.startswith("not known") and "treat it as yes" not in english:
        return f"{words.rstrip('.')}. {say(TREAT_IT_AS_YES)}"
    return words
