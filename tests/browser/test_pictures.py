"""Pictures of a map, taken by the browser that is there."""

import re
import struct

import pytest

from recyclenet.views.maps import save_map
from recyclenet.views.picture_files import save_picture
from tests.browser.conftest import found
from tests.views.made_up import made_up_plan

pytestmark = pytest.mark.browser


@pytest.fixture
def page(tmp_path):
    found("chromium", "chromium-browser", "google-chrome")
    return save_map(made_up_plan(title="Ganzhou 赣州市"), tmp_path / "a b; ü.html")


def test_a_png_is_1400_by_900_at_twice_the_dots(page, tmp_path):
    content = save_picture(page, tmp_path / "--help 江.png", period="late").read_bytes()
    assert content[12:16] == b"IHDR"
    assert struct.unpack(">II", content[16:24]) == (2800, 1800)
    assert len(content) > 50_000


def test_the_period_asked_for_is_the_one_in_the_picture(page, tmp_path):
    early, early_again, late = (save_picture(page, tmp_path / "p.png", period=period).read_bytes() for period in ("early", None, "late"))
    # compared outside the assertions: to explain a difference byte by byte takes pytest longer than a test may last
    same, other = early == early_again, early != late
    assert same, "the first period where none is asked for, and all is drawn before the picture is taken, however busy the machine"
    assert other


def test_a_pdf_is_one_sheet_of_a4_with_lines_and_no_dots(page, tmp_path):
    content = save_picture(page, tmp_path / "p.pdf").read_bytes()
    assert re.findall(rb"/Type /Pages\s+/Count (\d+)", content) == [b"1"]
    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert [round(float(side)) for side in box] == [842, 595]
    assert b"/Subtype /Image" not in content
