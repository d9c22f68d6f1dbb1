"""The report as a page: self-contained, shut, the same every time, deaf to what names say, and honest about what is not known."""

import base64
import hashlib
import math
import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

from recyclenet.solution.report import report_of
from recyclenet.views.report.files import save_report
from recyclenet.views.report.page import report_page
from tests.cases import without
from tests.solution.solved import rich_plan, tutorial_plan
from tests.views.report.hostile import TRAPS, hostile_plan

SECTIONS = (
    "map", "costs", "openings", "people", "mass", "recovery", "emissions", "serving", "binding", "assumptions", "provenance",
)  # fmt: skip


def page_of(plan, *, live_map=False, marginal=None):
    return report_page(report_of(plan, marginal), live_map=live_map)


class Outline(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.words = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def page():
    return page_of(tutorial_plan())


def test_every_section_is_there_in_order(page):
    headings = [attributes["id"] for tag, attributes in Outline(page).elements if tag == "h2"]
    assert tuple(headings) == SECTIONS
    links = [attributes["href"] for tag, attributes in Outline(page).elements if tag == "a"]
    assert links == [f"#{section}" for section in SECTIONS]


def test_nothing_in_it_leads_outside(page):
    for tag, attributes in Outline(page).elements:
        assert tag not in {"link", "img", "script", "object", "embed", "base", "form", "use", "image"}
        assert not {"src", "srcset", "action", "data", "poster", "style", "xlink:href"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")]
        assert attributes.get("href", "#").startswith("#")
    assert "url(" not in page


def test_only_its_own_style_is_allowed_without_the_live_map(page):
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.replace("&#x27;", "'") == (
        f"default-src 'none'; script-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_live_map_brings_its_own_hashes_and_no_others():
    page = page_of(tutorial_plan(), live_map=True)
    (frame,) = [attributes for tag, attributes in Outline(page).elements if tag == "iframe"]
    inner = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', frame["srcdoc"])[0].replace("&#x27;", "'")
    outer = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[0].replace("&#x27;", "'")
    scripts = re.findall(r"script-src ([^;]*)", inner)[0]
    assert re.findall(r"script-src ([^;]*)", outer)[0] == scripts
    assert "unsafe" not in outer
    assert set(re.findall(r"style-src ([^;]*)", inner)[0].split()) < set(re.findall(r"style-src ([^;]*)", outer)[0].split())


def test_the_same_plan_gives_the_same_bytes(page, tmp_path):
    path = save_report(tutorial_plan(), tmp_path / "made" / "report.html", live_map=False)
    assert path.read_text("utf-8") == page


def test_it_is_small(page):
    assert len(page.encode()) < 60_000  # 10 kB of style; the rest is drawings and tables


@pytest.mark.parametrize("trap", TRAPS)
def test_a_name_is_text_wherever_it_stands(trap):
    own, other = Outline(page_of(hostile_plan(trap))), Outline(page_of(hostile_plan("harmless")))
    assert [tag for tag, _ in own.elements if tag != "text"] == [tag for tag, _ in other.elements if tag != "text"]  # lines may break
    for found, calm in zip(*([a for t, a in outline.elements if t != "text"] for outline in (own, other)), strict=True):
        assert found.keys() == calm.keys()
    assert trap in own.text


def test_signs_that_turn_or_break_lines_are_written_out():
    text = Outline(page_of(hostile_plan("a\u202eb\x07c"))).text
    assert "a\\u202eb\\x07c" in text


def test_costs_of_the_page_add_up_as_they_are_shown(page):
    text = Outline(page).text
    assert "haulage 5,500 5,500 processing 4,500 4,500 opening 6,600 6,600 sales less disposal −5,250 −5,250" in text
    assert "sum = cost of the plan 11,350 11,350" in text
    assert "Packs at their owners 150 11,350 76 sum = cost of the plan 150 11,350" in text  # 11 350 / 150 = 75.7


def test_the_answer_is_said_in_sentences(page):
    assert (
        "The plan opens 2 collection points and 1 yard or works. It collects 150 t, 100.0 % of what arises, in one year. "
        "16,600 EUR are spent and 5,250 earned: a net cost of 11,350. Every target is reached."
    ) in Outline(page).text


def test_a_plan_nobody_checked_or_believed_says_so():
    plan = tutorial_plan()
    assert "No checker has looked at this plan." in page_of(replace(plan, run={}))
    assert "The checker does not believe this plan" in page_of(replace(plan, run={**plan.run, "checked": False, "violations": 2}))
    assert "class=warn" not in page_of(replace(plan, run={**plan.run, "checked": True}))


def test_a_plan_of_which_nothing_is_proven_says_so():
    text = Outline(page_of(replace(tutorial_plan(), bound=-math.inf, gap=math.inf))).text
    assert "Proven gap to the best possible none proven" in text
    assert "no bound is proven" in text


def test_what_is_missing_is_said():
    text = Outline(page_of(tutorial_plan())).text
    assert "The instance counts no emissions." in text
    assert "Marginal values were not worked out for this plan." in text
    assert "does not say where they are from (rows): periods (1), regions (2)" in text
    bare = replace(tutorial_plan(), instance=without(tutorial_plan().instance, "targets"))
    assert "The instance sets no targets." in Outline(page_of(bare)).text


def test_marginal_values_are_told_by_name():
    values = pd.DataFrame(
        [("collection", "collect", "2026", 12.4, "currency/t"), ("capacity", "P / point / one", "2026", -3.0, "currency/t"),
         ("supply", "A / packs", "2026", 25.0, "currency/t"), ("supply", "B / packs", "2026", 45.0, "currency/t")],
        columns=["rule", "what", "period", "value_per_unit", "unit"],
    )  # fmt: skip
    text = Outline(page_of(tutorial_plan(), marginal=values)).text
    assert "collection target collect 2026 12 EUR/t" in text
    assert "Collection point capacity 2026 1 −3 −3" in text
    assert "Packs at their owners 25 35 45 100 %" in text  # least, middle and most; both cost
    nothing = Outline(page_of(tutorial_plan(), marginal=values.iloc[:0])).text
    assert "None of them binds." in nothing


def test_placeholders_are_marked():
    plan = tutorial_plan()
    texts = {"supplies": "survey of 2025", "sales.price_per_t": "placeholder until contracts are signed"}
    marked = replace(plan, instance=replace(plan.instance, settings=replace(plan.instance.settings, provenance=texts)))
    page = page_of(marked)
    assert page.count('<span class="tag">placeholder</span>') == 1
    assert '<tr class="mark"><td>sales.price_per_t (2 rows)</td>' in page


def test_a_rich_plan_with_stock_closing_and_missed_rules_has_a_report():
    text = Outline(page_of(rich_plan())).text
    assert "targets are missed: collect magnets, recover Nd." in text
    assert "laid on no region: missed rules, what stands idle" in text
    assert "Stock drawn" in text
    assert "limits missed" in text


def test_regions_without_polygons_are_drawn_as_discs():
    plan = tutorial_plan()
    assert 'r="7"' in page_of(replace(plan, instance=replace(plan.instance, polygons={})))
