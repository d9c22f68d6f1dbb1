"""The report as one page that needs no network: all sections, the map, and a policy that shuts out everything else."""

import base64
import hashlib
import re
from html import escape

from recyclenet import __version__
from recyclenet.solution.report import Report
from recyclenet.views.inline import text_asset
from recyclenet.views.maps import PlanMap
from recyclenet.views.report.about_binding import binding_section
from recyclenet.views.report.about_ground import assumption_section, provenance_section
from recyclenet.views.report.about_mass import chain_section, emissions_section, recovery_section
from recyclenet.views.report.about_money import cost_section, serving_section
from recyclenet.views.report.about_plan import headline, map_section, opening_section, people_section
from recyclenet.views.report.html import Markup
from recyclenet.views.report.svg import words

POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
HEADING = re.compile(r'<h2 id="([a-z]+)"[^>]*>(.*?)</h2>')


def report_page(report: Report, *, live_map: bool = True) -> str:
    """Return the report as HTML; the same plan gives the same bytes. `live_map` puts the interactive map into it, too.

    The page itself has no script. The only ones that may run are those of the map inside it, named by their hashes, since a page within a
    page stands under the policies of both.
    """
    live = PlanMap(report.plan).get_root().render() if live_map else ""
    parts = [
        *headline(report), _CONTENTS, *map_section(report, _frame(live)), *cost_section(report), *opening_section(report),
        *people_section(report), *chain_section(report), *recovery_section(report), *emissions_section(report), *serving_section(report),
        *binding_section(report), *assumption_section(report), *provenance_section(report),
        Markup(f'<p class="note">Made by recyclenet {words(__version__)}.</p>'),
    ]  # fmt: skip
    body = "\n".join(parts)
    links = "".join(f'<a href="#{anchor}">{text}</a>' for anchor, text in HEADING.findall(body))
    style = text_asset("recyclenet/report.css")
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_policy(style, live))}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{words(report.figures.title)}: report</title>",
        f"<style>{style}</style>",
    ]
    content = body.replace(_CONTENTS, f"<nav>{links}</nav>", 1)
    return "\n".join(["<!DOCTYPE html>", '<html lang="en">', "<head>", *head, "</head>", "<body>", content, "</body>", "</html>", ""])


_CONTENTS = Markup("<nav></nav>")
"""Stands where the links to the sections go."""


def _frame(live: str) -> Markup:
    """Return the interactive map as a page within the page, for the screen."""
    return Markup(f'<iframe class="live" title="Interactive map" allow="fullscreen" srcdoc="{escape(live)}"></iframe>' if live else "")


def _policy(style: str, live: str) -> str:
    """Return the policy of the page: its own stylesheet, and what the map's own policy allows the map."""
    found = POLICY.search(live)
    allowed = {part.split()[0]: part.split()[1:] for part in (found[1].replace("&#x27;", "'").split(";") if found else ())}
    own = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    scripts = " ".join(allowed.get("script-src", [])) or "'none'"
    styles = " ".join([f"'sha256-{own}'", *(source for source in allowed.get("style-src", []) if source != "'none'")])
    return f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'"
