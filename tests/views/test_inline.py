"""Self-contained pages: what is put into them and what is kept out."""

import base64
import hashlib
import re

import pytest

from recyclenet.views.inline import ASSETS, LICENCES, UnmappedAddressError, asset, inline, text_asset

OWN_SCRIPTS = sorted(f"recyclenet/{own.name}" for own in ASSETS.joinpath("recyclenet").iterdir() if own.name.endswith(".js"))

PAGE = "<!DOCTYPE html>\n<html>\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n"


def page(head="", body=""):
    return PAGE.format(head=head, body=body)


def hashed(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(text):
    """Return the rules of a page's policy by name."""
    (content,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    rules = [rule.strip().partition(" ") for rule in content.replace("&#x27;", "'").split(";")]
    return {name: value for name, _, value in rules}


def test_a_linked_script_is_replaced_by_the_asset_and_its_licence():
    text = inline(page('<script src="leaflet.js"></script>'), {"leaflet.js": "leaflet/leaflet.js"})
    assert "<script>/*\nBSD 2-Clause License" in text
    assert "Copyright (c) 2010-2023, Volodymyr Agafonkin" in text
    assert "L=t" in text


def test_a_linked_stylesheet_is_replaced_with_its_images_inside():
    text = inline(page('<link rel="stylesheet" href="leaflet.css"/>'), {"leaflet.css": "leaflet/leaflet.css"})
    assert "<style>" in text
    assert re.findall(r"url\((?!data:image/png;base64,|#)", text) == []


def test_the_policy_names_exactly_the_scripts_and_styles_of_the_page():
    rules = policy(inline(page("<style>p { color: red }</style>", "<script>let a = 1 < 2;</script>"), {}))
    assert rules == {
        "default-src": "'none'",
        "script-src": hashed("let a = 1 < 2;"),
        "style-src": hashed("p { color: red }"),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_policy_comes_before_anything_it_rules():
    text = inline(page("<script>1</script>"), {})
    assert text.index("charset") < text.index("Content-Security-Policy") < text.index("<script>")


def test_data_is_not_a_script():
    rules = policy(inline(page(body='<script type="application/json">{"a":1}</script>'), {}))
    assert rules["script-src"] == "'none'"


def test_what_is_not_linked_is_copied_as_it_is():
    body = '<p class="a &amp; b">&lt;1&#50; <!-- said --> <br/><svg viewBox="0 0 1 1"></svg></p>'
    assert body in inline(page(body=body), {})


@pytest.mark.parametrize(
    "part",
    [
        '<script src="https://example.org/a.js"></script>',
        '<link rel="stylesheet" href="https://example.org/a.css">',
        '<link rel="icon" href="favicon.ico">',
        '<img src="//example.org/a.png">',
        '<img srcset="a.png 2x">',
        '<iframe src="a.html"></iframe>',
        '<iframe srcdoc="<p>"></iframe>',
        '<form action="https://example.org"></form>',
        '<a href="https://example.org">a</a>',
        '<svg><image xlink:href="a.png"/></svg>',
        "<style>p { background: url(a.png) }</style>",
        "<style>@import 'a.css';</style>",
        '<style>p { background: URL( "https://example.org/a.png" ) }</style>',
    ],
)
def test_an_address_without_an_asset_is_refused(part):
    with pytest.raises(UnmappedAddressError, match="a map fetches nothing"):
        inline(page(body=part), {"b.js": "leaflet/leaflet.js"})


def test_the_refusal_says_who_asks_for_what():
    with pytest.raises(UnmappedAddressError, match=r"<script> asks for 'https://example\.org/a\.js'"):
        inline(page('<script src="https://example.org/a.js"></script>'), {})


def test_data_addresses_and_places_in_the_page_are_allowed():
    body = '<img src="data:image/png;base64,AAAA"><a href="#top">up</a>'
    assert body in inline(page(body=body), {})


def test_every_asset_of_others_ships_its_licence():
    others = {path.name for path in ASSETS.iterdir() if path.is_dir()} - {"recyclenet"}
    assert others == {path.split("/")[0] for path in LICENCES}
    for licence in LICENCES.values():
        assert b"Redistribution" in asset(licence)


@pytest.mark.parametrize("path", ["leaflet/leaflet.js", *OWN_SCRIPTS])
def test_no_script_could_end_its_own_element(path):
    text = text_asset(path).lower()
    assert "</script" not in text
    assert "<!--" not in text


@pytest.mark.parametrize("path", OWN_SCRIPTS)
def test_own_scripts_never_make_markup_or_code_out_of_text(path):
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc", text_asset(path)) == []
