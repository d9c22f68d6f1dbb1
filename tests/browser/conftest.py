"""A headless Chromium with the network cut off, and maps opened in it."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from recyclenet.solution.solution import Solution
from recyclenet.views.maps import save_map

SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)

DRAWN = "document.documentElement.dataset.ready === 'yes'"
"""True once a map is drawn."""


def found(*names: str) -> str:
    """Return the path of a programme; where there is none the test is skipped, but fails in continuous integration."""
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    reason = f"no {names[0]} found: install Debian's chromium and chromium-driver to run the browser tests"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    chromium, driver = found("chromium", "chromium-browser", "google-chrome"), found("chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for switch in (*SWITCHES, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    yield chrome
    chrome.quit()


@dataclass(frozen=True)
class Page:
    """A map open in the browser."""

    driver: webdriver.Chrome

    def run(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def one(self, selector: str) -> WebElement:
        return self.patience().until(lambda driver: driver.find_element(By.CSS_SELECTOR, selector), f"no {selector}")

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        return self.one(selector).text.replace("\u202f", " ")

    def popup(self, part: str = ".rn-popup") -> str:
        """Return the text of the popup opened last, once it has faded in and the map has come to rest where all of it is seen."""
        self.wait(
            "getComputedStyle(document.querySelector('.leaflet-popup:last-child')).opacity === '1' "
            "&& !(window.map_plan ?? window.map_sites)._panAnim?._inProgress"
        )
        return self.patience().until(lambda _driver: self.text(f".leaflet-popup:last-child {part}"), f"no popup shows its {part}")

    def patience(self) -> "WebDriverWait[webdriver.Chrome]":
        """Wait long enough for a busy machine, looking often enough for an idle one."""
        return WebDriverWait(self.driver, 30, 0.05)

    def pointer(self) -> ActionChains:
        return ActionChains(self.driver, duration=0)

    def wait(self, condition: str, *arguments: object) -> None:
        """Wait until a JavaScript expression is true."""
        script = f"return Boolean({condition})"
        self.patience().until(lambda driver: driver.execute_script(script, *arguments), condition)

    def slide(self, selector: str, value: int) -> None:
        """Move a slider as a reader does with the arrow keys."""
        slider = self.one(selector)
        step = "\ue014" if value > int(slider.get_attribute("value") or 0) else "\ue012"  # right, left
        while int(slider.get_attribute("value") or 0) != value:
            slider.send_keys(step)

    def screen(self, lat: float, lon: float) -> tuple[float, float]:
        """Return where a place of the globe is in the window."""
        x, y = self.run("const p = map_plan.latLngToContainerPoint([arguments[0], arguments[1]]); return [p.x, p.y]", lat, lon)
        return float(x), float(y)

    def go(self, x: float, y: float) -> ActionChains:
        """Move the pointer to a point of the window."""
        chain = self.pointer()
        chain.w3c_actions.pointer_action.move_to_location(round(x), round(y))
        return chain

    def click_at(self, lat: float, lon: float) -> None:
        self.go(*self.screen(lat, lon)).click().perform()

    def ink(self, colour: str = "") -> int:
        """Return how many pixels of the canvas of flows are painted, or painted in a colour such as #0072b2."""
        bytes_of = [int(colour[at : at + 2], 16) for at in (1, 3, 5)] if colour else None
        count: int = self.run(
            "const drawn = document.querySelector('.leaflet-flows-pane canvas');"
            "const c = document.createElement('canvas'); [c.width, c.height] = [drawn.width, drawn.height];"
            "const copy = c.getContext('2d', {willReadFrequently: true}); copy.drawImage(drawn, 0, 0);"
            "const data = copy.getImageData(0, 0, c.width, c.height).data, wanted = arguments[0];"
            "const like = (at) => !wanted || wanted.every((value, part) => Math.abs(data[at - 3 + part] - value) < 4);"
            "return data.filter((value, at) => at % 4 === 3 && value > 100 && like(at)).length",
            bytes_of,
        )
        return count

    def complaints(self) -> list[str]:
        """Return what the console says, and any request that is not for the page itself."""
        said = [entry["message"] for entry in self.driver.get_log("browser")]
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
        fetched = self.run("return performance.getEntriesByType('resource').map((entry) => entry.name)")
        # chrome: and chrome-untrusted: are the browser's own new-tab page, still loading when a test begins; no page may ask for it
        own = ("file:", "data:", "about:", "blob:", "chrome:", "chrome-untrusted:")
        return said + [url for url in asked + fetched if not url.startswith(own)]


@pytest.fixture
def opened(browser, tmp_path):
    """Return a function that opens the map of a plan, and see that none of them complains or asks for anything."""
    pages: list[Page] = []

    def opened(plan: Solution, *, width: int = 1400, height: int = 860, path: Path | None = None, ready: str = DRAWN) -> Page:
        page = Page(browser)
        window = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", window)
        for log in ("browser", "performance"):
            browser.get_log(log)  # what earlier pages left
        browser.get((path or save_map(plan, tmp_path / "map.html")).as_uri())
        page.wait(ready)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        assert page.complaints() == []
