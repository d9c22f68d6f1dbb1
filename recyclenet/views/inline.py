"""Self-contained pages: every script and stylesheet inside the page, and a policy that shuts out everything else.

The content security policy names the SHA-256 of each script and stylesheet of the page. A script that is not one of them never runs, be it
linked, written into the page or put into an attribute by a hostile name; nothing is ever fetched.
"""

import base64
import hashlib
import mimetypes
import re
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser
from importlib.resources import files
from importlib.resources.abc import Traversable
from posixpath import dirname, join, normpath

from recyclenet.errors import RecyclenetError

ASSETS: Traversable = files("recyclenet.views") / "assets"

LICENCES: Mapping[str, str] = {"leaflet/leaflet.js": "leaflet/LICENSE"}
"""Assets of others, with the file that holds their licence; it travels with them into every page."""

FETCHING: Mapping[str, str] = {"script": "src", "link": "href"}
"""Elements that may stand in a rendered page with an address, which is replaced by what it leads to."""

ADDRESSES = frozenset({"action", "background", "data", "formaction", "href", "poster", "src", "srcdoc", "srcset", "xlink:href"})

CSS_ADDRESS = re.compile(r"""url\(\s*(['"]?)(?P<address>[^'")]*)\1\s*\)|@import\b""", re.IGNORECASE)

SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
"""A note to developer tools, which would look for the file it names."""


class UnmappedAddressError(RecyclenetError):
    """A page that asks for something from outside: an address for which recyclenet has no asset of its own."""

    def __init__(self, address: str, where: str) -> None:
        """Say what is asked for, and by what."""
        super().__init__(f"map: {where} asks for {address!r}; a map fetches nothing, so add the file to recyclenet/views/assets and map it")


def asset(path: str) -> bytes:
    """Return the content of a file of the assets folder."""
    return ASSETS.joinpath(*path.split("/")).read_bytes()


def text_asset(path: str) -> str:
    r"""Return the text of a file of the assets folder, lines ended by \n: a browser reads \r\n so before it works out a hash."""
    return asset(path).decode("utf-8").replace("\r", "")


def inline(page: str, assets: Mapping[str, str]) -> str:
    """Return a page with every linked script and stylesheet inside it, behind a policy that allows these and nothing else.

    `assets` maps an address to a path in the assets folder; any other address raises UnmappedAddressError.
    """
    inliner = _Inliner(assets)
    inliner.feed(page.replace("\r", ""))
    inliner.close()
    head = '<meta charset="utf-8">\n' + f'<meta http-equiv="Content-Security-Policy" content="{escape(inliner.policy())}">'
    return "".join(inliner.pieces).replace("<head>", f"<head>\n{head}", 1)


class _Inliner(HTMLParser):
    """Copies a page piece by piece; replaces addresses by what they lead to and remembers the hash of every script and style."""

    def __init__(self, assets: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=False)
        self.assets = assets
        self.pieces: list[str] = []
        self.hashes: dict[str, list[str]] = {"script": [], "style": []}
        self.within = ""  # "script" or "style" while their content is read
        self.content: list[str] = []

    def policy(self) -> str:
        """Return the content security policy of what was copied."""
        scripts, styles = (" ".join(self.hashes[kind]) or "'none'" for kind in ("script", "style"))
        return f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        address = values.pop(FETCHING[tag], "") if tag in FETCHING else ""
        for name in ADDRESSES & values.keys():
            if values[name] and not values[name].startswith(("data:", "#")):
                raise UnmappedAddressError(values[name], f"<{tag} {name}>")
        if address:
            self._replace(tag, address)
        else:
            self.pieces.append(self.get_starttag_text() or "")
        if tag in self.hashes:
            self.within = tag if values.get("type") != "application/json" else "data"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hashes and self.within:
            self._close(tag)
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        (self.content if self.within else self.pieces).append(data)

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.pieces.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.pieces.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(f"<!{decl}>")

    def _replace(self, tag: str, address: str) -> None:
        """Put the asset in the place of its address; a script's end tag follows in the page, a stylesheet's is written here."""
        if address not in self.assets:
            raise UnmappedAddressError(address, f"<{tag}>")
        path = self.assets[address]
        text = SOURCE_MAP.sub("", text_asset(path))
        if path in LICENCES:
            text = f"/*\n{text_asset(LICENCES[path])}*/\n{text}"
        self.pieces.append("<script>" if tag == "script" else "<style>")
        self.content.append(text if tag == "script" else _with_images(text, path))
        if tag == "link":
            self._close("style")
            self.pieces.append("</style>")

    def _close(self, kind: str) -> None:
        """Write the content read so far and, unless it is data, remember its hash."""
        text = "".join(self.content)
        if self.within == "style":
            text = _with_images(text, "<style>")
        if self.within != "data":
            self.hashes[kind].append(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'")
        self.pieces.append(text)
        self.content, self.within = [], ""


def _with_images(css: str, path: str) -> str:
    """Return a stylesheet with the images it asks for inside it."""

    def replaced(found: re.Match[str]) -> str:
        address = found["address"]
        if address is not None and address.startswith(("#", "data:")):
            return found[0]
        try:
            image = asset(normpath(join(dirname(path), address or "")))
        except OSError:
            raise UnmappedAddressError(address or found[0], path) from None
        kind = mimetypes.guess_type(address)[0]
        return f"url(data:{kind};base64,{base64.b64encode(image).decode('ascii')})"

    return CSS_ADDRESS.sub(replaced, css)
