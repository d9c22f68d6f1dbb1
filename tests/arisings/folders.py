"""Folders of arisings for tests: a lamp that lives two years to the day, sold in two towns."""

from pathlib import Path

LAMP = {
    "periods": "period,first_year,last_year\nearly,2020,2021\nlate,2022,2023\n",
    "sales": "product,area,year,units\nlamp,Aa,2019,1000\nlamp,Aa,2020,2000\nlamp,Aa,2021,0\nlamp,Aa,2022,0\nlamp,Aa,2023,0\n",
    "lifetimes": "product,distribution,mean_years\nlamp,fixed,2\n",
    "contents": "product,material,mass_kg\nlamp,glass,3\n",
}


def folder_of(path: Path, **changes: str) -> Path:
    """Write the lamp's folder with some of its files changed or added, and return it; a file changed to nothing is left out."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in {**LAMP, **changes}.items():
        if text:
            (path / (name.replace("_toml", ".toml") if name.endswith("_toml") else f"{name}.csv")).write_text(text, encoding="utf-8")
    return path
