"""Step cards as one HTML file: one block per card, which a printer does not cut in two."""

from __future__ import annotations

from doorguard.report.cards import Guide, opening, origin, whose
from doorguard.report.html_page import html_page
from doorguard.wording import _

BODY = """<h1>{{ title }}</h1>
{% if guide.apps %}
<p>{{ apps }}</p>
{% endif %}
{% for says in opening %}
<p>{{ says }}</p>
{% endfor %}
{% if guide.cards | length > 1 %}
<nav aria-label="{{ words.cards }}">
<ul role="list">
{% for card in guide.cards %}
<li><a href="#{{ card.step.action }}">{{ card.title }}</a></li>
{% endfor %}
</ul>
</nav>
{% endif %}
{% for group in guide.groups %}
<section>
<h2>{{ group.title }}</h2>
{% for card in group.cards %}
<article id="{{ card.step.action }}">
<h3>{{ card.title }}</h3>
<p class="small">{{ whose(card, guide) }}</p>
<dl>
{% for name, question, answer in card.labels %}
<div><dt>{{ question }}</dt><dd>{{ answer }}</dd></div>
{% endfor %}
</dl>
{% if card.lock %}
<p>{{ card.lock }}</p>
{% endif %}
<h4>{{ words.do }}</h4>
<ol role="list">
{% for act in card.step.acts %}
<li><span class="box" aria-hidden="true"></span><span>{{ loop.index }}.</span><span>{{ act }}</span></li>
{% endfor %}
</ol>
<p><strong>{{ words.tell }}</strong> {{ card.step.check }}</p>
<p class="small">{{ origin(card) }}</p>
</article>
{% endfor %}
</section>
{% endfor %}
"""


STYLE = """h4 { margin: .5rem 0 0; font-size: 1rem; }
nav ul { columns: 15rem; } a { color: #0b3d91; }
@media print { nav { display: none; } }
"""


def as_html(guide: Guide) -> str:
    """The whole file."""
    return html_page(
        BODY,
        title=guide.title,
        style=STYLE,
        guide=guide,
        apps=_("Apps: {apps}").format(apps=", ".join(guide.apps)),
        opening=opening(),
        whose=whose,
        origin=origin,
        words={
            "do": _("What to do"),
            "tell": _("How you can tell that it worked:"),
            "cards": _("The cards"),
        },
    )
