"""The report in a browser with the network cut off: it loads whole, runs nothing that a name says, and prints all of itself on A4."""

import base64
import re

import pytest

from recyclenet.views.report.files import save_report
from tests.solution.solved import rich_plan, tutorial_plan
from tests.views.report.hostile import TRAPS, hostile_plan

pytestmark = pytest.mark.browser

PAGE_PX = 688
"""Width of an A4 page less its margins: 210 - 2 x 14 mm at 96 px an inch."""

SECTIONS = (
    "The network", "Costs", "What opens when", "People with a collection point nearby", "Mass through the chain",
    "Recovery against targets", "Emissions by source", "Cost to serve", "What binds, and what it is worth", "What was assumed",
    "How this plan was made",
)  # fmt: skip


@pytest.fixture
def report(opened, tmp_path):
    """Return a function that opens the report of a plan; the fixture below sees that no page complains or asks for anything."""

    def report(plan, **choices):
        path = save_report(plan, tmp_path / "report.html", **choices)
        return opened(plan, path=path, width=1280, height=800, ready="document.readyState === 'complete'")

    return report


def inside(page, script):
    """Return what a script says in the map within the report, once the map is drawn."""
    frame = page.one("iframe.live")
    page.driver.switch_to.frame(frame)
    try:
        page.wait("document.documentElement.dataset.ready === 'yes'")
        return page.run(script)
    finally:
        page.driver.switch_to.default_content()


def titles(pdf):
    """Return the titles of a PDF's outline, which the browser makes of the headings it has printed."""
    found = re.findall(rb"/Title\s*(?:\((.*?[^\\])\)|<([0-9A-Fa-f]+)>)", pdf, re.DOTALL)
    return [bytes.fromhex(coded.decode()).decode("utf-16") if coded else plain.decode("latin-1") for plain, coded in found]


def overflow(page):
    """Return what reaches beyond the right edge of the page."""
    return page.run(
        "const edge = document.documentElement.clientWidth + 1;"
        "return [...document.querySelectorAll('body *:not(iframe)')].filter((e) => e.getBoundingClientRect().right > edge)"
        ".map((e) => `${e.tagName} ${e.textContent.slice(0, 40)}`)"
    )


def test_every_section_is_seen(report):
    page = report(rich_plan())
    assert tuple(heading.text for heading in page.all("h2")) == SECTIONS
    drawings = page.run("return [...document.querySelectorAll('figure > svg')].filter((e) => e.getClientRects().length).length")
    assert drawings >= 8
    assert overflow(page) == []


def test_the_map_within_works(report):
    page = report(tutorial_plan())
    assert inside(page, "return document.querySelectorAll('.rn-sign').length") > 0
    assert inside(page, "return document.documentElement.clientWidth") > 600


def test_without_the_live_map_the_picture_is_seen(report):
    page = report(tutorial_plan(), live_map=False)
    assert page.all("iframe") == []
    assert page.one("figure > svg[aria-label='Map of the plan in 2026']").is_displayed()


def test_links_lead_to_their_sections(report):
    page = report(tutorial_plan(), live_map=False)
    page.one("nav a[href='#provenance']").click()
    page.wait("document.getElementById('provenance').getBoundingClientRect().top < innerHeight")


def test_it_fits_a_phone(report):
    page = report(rich_plan(), live_map=False)
    page.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    )
    page.wait("innerWidth === 400")
    assert overflow(page) == []


def test_in_print_the_picture_takes_the_place_of_the_map_and_nothing_reaches_beyond_the_page(report):
    page = report(rich_plan())
    page.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": PAGE_PX, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    )
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        page.wait("matchMedia('print').matches")
        picture = page.one("iframe.live + figure > svg")
        assert picture.is_displayed()
        assert page.run("return document.querySelector('iframe.live').getBoundingClientRect().right") < 0
        assert not page.one("nav").is_displayed()
        assert overflow(page) == []
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize("live_map", [True, False])
def test_it_prints_to_pdf_with_all_sections(report, live_map):
    page = report(rich_plan(), live_map=live_map)
    printed = page.driver.execute_cdp_cmd(
        "Page.printToPDF", {"preferCSSPageSize": True, "generateTaggedPDF": True, "generateDocumentOutline": True}
    )
    pdf = base64.b64decode(printed["data"])
    assert pdf.startswith(b"%PDF-")
    assert [title for title in titles(pdf) if title in SECTIONS] == list(SECTIONS)
    assert set(re.findall(rb"/MediaBox\s*\[0 0 (\d+)[\d.]* (\d+)", pdf)) == {(b"594", b"841")}  # A4 in points, rounded down
    assert 5 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) <= 14


@pytest.mark.parametrize("trap", TRAPS)
def test_no_name_is_ever_run(report, trap):
    page = report(hostile_plan(trap))
    inside(page, "return true")
    assert page.run("return window.__pwned") is None
    assert inside(page, "return window.__pwned") is None
    assert page.text("h1") == " ".join(trap.split())
    assert page.all("body img, body script") == []
