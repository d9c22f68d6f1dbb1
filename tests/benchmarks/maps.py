"""Benchmark of maps: what it takes to write, load and zoom a map of many flows, beside plain folium, in one run of one browser.

`python -m tests.benchmarks maps [--sizes 1000 10000 50000] [--zooms 4] [--output FILE]`
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import folium
import numpy as np
import pandas as pd
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from recyclenet.solution.solution import TABLE_COLUMNS, Solution
from recyclenet.views.inline import inline
from recyclenet.views.maps import save_map
from tests.browser.conftest import SWITCHES
from tests.views.made_up import SOUTH, WEST, made_up_plan

TABLE = Path(__file__).with_name("RESULTS-MAPS.md")
REGIONS = 100
MOST_SVG = 10_000
"""More lines than these are not tried as SVG."""

FOLIUM_ASSETS = {"leaflet": "leaflet/leaflet.js", "leaflet_css": "leaflet/leaflet.css"}

MEANING = """\
A made-up plan: 100 regions with polygons, one site for every 100 flows, one period; every flow is a line between two places of its own.
The routes of folium draw the same lines and nothing else: no polygons, signs, arrows, popups or filters. All pages carry Leaflet inside and
are opened by one headless Chromium with the network off. *write*: from the plan or its table of flows to a file. *load*: from the start
of loading until two frames after all is drawn. *zoom*: median of zooms by one level, in and out without animation, until two frames later.
recyclenet aggregates per arc and opens with no more than 2 000 lines, saying what is hidden; *all* is the same page with nothing hidden.
Seconds are those of the clock: on a machine with other work on it take the ratios of one run."""


def main(arguments: list[str]) -> None:
    """Measure, print the table, write it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks maps", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 50_000], help="numbers of flows")
    parser.add_argument("--zooms", type=int, default=4, help="zooms of each page")
    parser.add_argument("--output", type=Path, default=TABLE, help="file the table is written to")
    given = parser.parse_args(arguments)
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        print("no chromium and chromedriver found: no benchmark of maps")
        return
    lines = ["| flows | route | write s | MB | lines drawn | load s | zoom ms |\n|--:|---|--:|--:|--:|--:|--:|\n"]
    with tempfile.TemporaryDirectory() as folder, browser() as driver:
        for size in given.sizes:
            plan = plan_of(size)
            for name, write in ROUTES.items():
                if name == "folium PolyLine, SVG" and size > MOST_SVG:
                    continue
                lines.append(measured(driver, name, write, plan, Path(folder) / "map.html", given.zooms))
                print(lines[-1], end="", flush=True)
                if name == "recyclenet":
                    lines.append(unhidden(driver, size, given.zooms))
                    print(lines[-1], end="", flush=True)
    given.output.write_text(f"# Maps\n\n{machine(driver)}\n\n{MEANING}\n\n{''.join(lines)}", encoding="utf-8")
    print(f"written: {given.output}")


def plan_of(flows: int) -> Solution:
    """Return a plan with so many flows in one period, each from a region to a site of its own pair."""
    plan = made_up_plan(regions=REGIONS)
    sites = flows // REGIONS
    rng = np.random.default_rng(0)
    names = [f"S{number}" for number in range(sites)]
    instance, middle = plan.instance, {"lat_deg": SOUTH + 10 * rng.random(sites), "lon_deg": WEST + REGIONS * rng.random(sites)}
    candidate = instance["candidates"].iloc[[0] * sites].assign(site=names)
    tables = {
        **instance.tables,
        "periods": instance["periods"].iloc[:1],
        "supplies": instance["supplies"].query("period == 'early'").reset_index(drop=True),
        "sites": pd.DataFrame({"site": names, "name": names, **middle}).reindex(columns=instance["sites"].columns),
        "candidates": candidate.reset_index(drop=True),
    }
    origins, destinations = np.divmod(np.arange(flows), sites)
    amounts = np.round(rng.lognormal(3.0, 1.2, flows), 3)
    drawn = pd.DataFrame(
        {
            "origin": [f"R{number}" for number in origins], "destination": [names[number] for number in destinations], "material": "pack",
            "mode": "road", "period": "early", "distance_km": 100.0, "flow_t": amounts,
        }
    )  # fmt: skip
    opened = pd.DataFrame(
        [(name, "collect", "std", "early", "yes", 1500.0, 700.0) for name in names], columns=list(TABLE_COLUMNS["openings"])
    )
    empty = {name: table.iloc[:0] for name, table in plan.tables.items()}
    return replace(plan, instance=replace(instance, tables=tables), tables={**empty, "flows": drawn, "openings": opened})


def ends_of(plan: Solution) -> Iterator[tuple[list[list[float]], float]]:
    """Return the two ends of every flow, and its tonnes."""
    at: dict[str, list[float]] = {}
    for table in ("regions", "sites"):
        rows = plan.instance[table]
        at |= {label: [lat, lon] for label, lat, lon in zip(rows.iloc[:, 0], rows["lat_deg"], rows["lon_deg"], strict=True)}
    flows = plan["flows"]
    for origin, destination, tonnes in zip(flows["origin"], flows["destination"], flows["flow_t"], strict=True):
        yield [at[origin], at[destination]], tonnes


def folium_map(*, canvas: bool) -> folium.Map:
    """Return an empty folium map over the regions, without what flows do not need."""
    drawn = folium.Map(location=[SOUTH + 5, WEST + REGIONS / 2], zoom_start=4, tiles=None, prefer_canvas=canvas)
    drawn.default_js = [("leaflet", "leaflet")]
    drawn.default_css = [("leaflet_css", "leaflet_css")]
    return drawn


def saved(drawn: folium.Map, path: Path) -> None:
    path.write_text(inline(drawn.get_root().render(), FOLIUM_ASSETS), encoding="utf-8")


def poly_lines(plan: Solution, path: Path, *, canvas: bool) -> None:
    """Write every flow as a folium PolyLine."""
    drawn = folium_map(canvas=canvas)
    for ends, tonnes in ends_of(plan):
        folium.PolyLine(ends, weight=1 + tonnes**0.5 / 8, color="#0072b2", opacity=0.7).add_to(drawn)
    saved(drawn, path)


def geo_json(plan: Solution, path: Path) -> None:
    """Write all flows as one folium GeoJson with a style for each."""
    features = [
        {
            "type": "Feature",
            "properties": {"weight": 1 + tonnes**0.5 / 8},
            "geometry": {"type": "LineString", "coordinates": [[lon, lat] for lat, lon in ends]},
        }
        for ends, tonnes in ends_of(plan)
    ]
    drawn = folium_map(canvas=True)
    look = {"color": "#0072b2", "opacity": 0.7}
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: {**look, "weight": feature["properties"]["weight"]},
    ).add_to(drawn)
    saved(drawn, path)


ROUTES: dict[str, Callable[[Solution, Path], object]] = {
    "recyclenet": save_map,
    "folium PolyLine, SVG": lambda plan, path: poly_lines(plan, path, canvas=False),
    "folium PolyLine, canvas": lambda plan, path: poly_lines(plan, path, canvas=True),
    "folium GeoJson, canvas": geo_json,
}


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    """Start a browser with the network off; end it afterwards."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for switch in (*SWITCHES, f"--user-data-dir={profile}", "--window-size=1400,900"):
            options.add_argument(switch)
        driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        driver.set_script_timeout(600)
        driver.set_page_load_timeout(600)
        try:
            yield driver
        finally:
            driver.quit()


FRAMES = "const done = arguments[arguments.length - 1]; const frames = (then) => requestAnimationFrame(() => requestAnimationFrame(then));"
FIND_MAP = "const map = Object.entries(window).find(([name, value]) => value instanceof L.Map)?.[1] ?? map_plan;"


def measured(driver: webdriver.Chrome, name: str, write: Callable[[Solution, Path], object], plan: Solution, path: Path, zooms: int) -> str:
    """Return a line of the table for one route and size."""
    start = time.perf_counter()
    write(plan, path)
    written = time.perf_counter() - start
    driver.get("about:blank")
    start = time.perf_counter()
    driver.get(path.as_uri())
    driver.execute_async_script(f"{FRAMES} frames(done);")
    load = time.perf_counter() - start
    drawn = lines_drawn(driver) if name == "recyclenet" else len(plan["flows"])
    megabytes = path.stat().st_size / 1e6
    return line(len(plan["flows"]), name, f"{written:.2f} | {megabytes:.2f} | {drawn} | {load:.2f}", zoom_ms(driver, zooms))


def unhidden(driver: webdriver.Chrome, size: int, zooms: int) -> str:
    """Return a line for the page of recyclenet that is open, with nothing hidden."""
    driver.execute_script("const s = document.getElementById('rn-threshold'); s.value = 0; s.dispatchEvent(new Event('input'));")
    return line(size, "recyclenet, all", f" | | {lines_drawn(driver)} | ", zoom_ms(driver, zooms))


def line(size: int, name: str, found: str, zoom: float) -> str:
    return f"| {size:,} | {name} | {found} | {zoom:.0f} |\n".replace(",", " ", 1)


def lines_drawn(driver: webdriver.Chrome) -> int:
    count: int = driver.execute_script("return Object.values(map_plan._layers).find((layer) => layer.paths).paths.length")
    return count


def zoom_ms(driver: webdriver.Chrome, zooms: int) -> float:
    """Return the median time of a zoom."""
    script = (
        f"{FRAMES} {FIND_MAP} const [by] = arguments; const start = performance.now();"
        "map.setZoom(map.getZoom() + by, {animate: false}); frames(() => done(performance.now() - start));"
    )
    times = [float(driver.execute_async_script(script, 1 if turn % 2 == 0 else -1)) for turn in range(zooms)]
    return statistics.median(times)


def machine(driver: webdriver.Chrome) -> str:
    """Return what was measured with, and when."""
    browser_version = driver.capabilities["browserVersion"]
    cores = subprocess.run(["nproc"], capture_output=True, text=True, check=False).stdout.strip()
    day = datetime.now(tz=UTC).date().isoformat()
    return f"{day}; {cores} cores, {sys.platform}; Python {sys.version.split()[0]}, folium {version('folium')}, Chromium {browser_version}"
