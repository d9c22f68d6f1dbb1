"""Strict JSON: no key twice, no NaN, no number beyond what a computer holds, and numbers as they were written."""

import json
import math
from typing import NoReturn


class Literal(str):
    """A number as it was written, so that 0.10 stays 0.10."""

    __slots__ = ()

    def value(self) -> int | float:
        """Return the number."""
        return float(self) if any(sign in self for sign in ".eE") or len(self) > 18 else int(self)


def read_json(text: str) -> object:
    """Return the content of a JSON text, numbers as Literal; raise ValueError that says what is wrong with it."""
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        repeated.extend(sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else [])
        return dict(pairs)

    try:
        content = json.loads(text, parse_float=Literal, parse_int=Literal, parse_constant=_refuse, object_pairs_hook=unique)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if repeated:
        raise ValueError(f"within one object a key stands twice: {', '.join(map(repr, repeated))}")
    return content


def valued(content: object) -> object:
    """Return content with its numbers as numbers; raise ValueError where one is too large."""
    if isinstance(content, Literal):
        number = content.value()
        if not math.isfinite(number):
            raise ValueError(f"the number {content} is too large")
        return number
    if isinstance(content, list):
        return [valued(part) for part in content]
    return {name: valued(part) for name, part in content.items()} if isinstance(content, dict) else content


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number; leave the cell empty (null) or write one")
