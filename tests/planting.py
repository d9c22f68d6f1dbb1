"""Faults planted on purpose: a text in a module's source is replaced, and the functions compiled from it run in place of the true ones.

The function objects stay, so that whoever imported them runs the faulty code; that it ran is counted.
"""

import ast
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

RAN = "_planted_fault_ran"


class Fault(NamedTuple):
    """A fault: what it makes of the model; the module, its text and what stands there instead; features and seed of an instance."""

    what: str
    module: str
    text: str
    instead: str
    features: tuple[str, ...]
    seed: int


@contextmanager
def planted(module_name: str, text: str, instead: str) -> Iterator[list[int]]:
    """Run with `instead` in place of the only `text` in a module; the list given has an entry for each run of the function it is in."""
    module = import_module(f"recyclenet.{module_name}")
    source = inspect.getsource(module)
    assert source.count(text) == 1, f"{module_name} holds {source.count(text)} times {text!r}: plant this fault anew where the line now is"
    line = source[: source.index(text)].count("\n") + 1
    name, function = _around(module, line)
    tree = ast.parse(source.replace(text, instead))
    marked = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.lineno == function.__code__.co_firstlineno)
    at = 1 if ast.get_docstring(marked) else 0
    marked.body.insert(at, ast.parse(f"{RAN}.append(1)").body[0])
    faulty = _code(compile(ast.fix_missing_locations(tree), module.__file__ or name, "exec"), function.__code__)
    true_code, ran = function.__code__, list[int]()
    setattr(module, RAN, ran)
    function.__code__ = faulty
    try:
        yield ran
    finally:
        function.__code__ = true_code
        delattr(module, RAN)


def _around(module: ModuleType, line: int) -> tuple[str, FunctionType]:
    """Return the function or method of a module that holds a line."""
    owners: list[Any] = [
        module,
        *(member for member in vars(module).values() if inspect.isclass(member) and member.__module__ == module.__name__),
    ]
    for owner in owners:
        for name, member in vars(owner).items():
            if inspect.isfunction(member) and member.__module__ == module.__name__:
                lines, first = inspect.getsourcelines(member)
                if first <= line < first + len(lines):
                    return name, member
    raise AssertionError(f"line {line} of {module.__name__} is in no function")


def _code(code: CodeType, like: CodeType) -> CodeType:
    """Return the compiled function that has the name and the place of another."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_qualname == like.co_qualname:
                return constant
            if like.co_qualname.startswith(f"{constant.co_qualname}."):
                return _code(constant, like)
    raise AssertionError(f"{like.co_qualname} is gone")
