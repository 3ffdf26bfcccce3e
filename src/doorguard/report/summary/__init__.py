"""The summary of what was found: one store of facts, three readers, six forms. Pure.

``material`` goes in; ``making`` turns it into a document of blocks; ``as_text``, ``as_markdown``, ``as_html``,
``as_pdf`` and ``as_json`` write one. ``doorguard.pages.handing_on.summarise`` puts the material together.
"""
