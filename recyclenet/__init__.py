"""recyclenet plans collection and recycling networks for end-of-life magnets and batteries.

    instance = read_instance("instances/jiangxi")
    plan = solve(build_formulation(build_network(instance)), gap=1e-3)
    assert violations(instance, plan).empty
    save_map(plan, "jiangxi.html")

Importing the package is cheap: a public name brings in its module when it is first used.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recyclenet.instance.edits import shortfalls_priced, sites_given
    from recyclenet.instance.files import read_instance
    from recyclenet.instance.instance import Instance
    from recyclenet.model.build import build_formulation
    from recyclenet.model.keep import keep_sites
    from recyclenet.network.network import build_network
    from recyclenet.solution.files import read_solution, write_solution
    from recyclenet.solution.solution import Solution
    from recyclenet.solution.verify import violations
    from recyclenet.solve.explain import shortfalls
    from recyclenet.solve.highs import solve
    from recyclenet.solve.marginal import marginal_values
    from recyclenet.views.maps import save_map
    from recyclenet.views.progress import NotebookProgress
    from recyclenet.views.report.files import save_report, save_tables

__version__ = "0.1.0"

__all__ = [
    "Instance",
    "NotebookProgress",
    "Solution",
    "build_formulation",
    "build_network",
    "keep_sites",
    "marginal_values",
    "read_instance",
    "read_solution",
    "save_map",
    "save_report",
    "save_tables",
    "shortfalls",
    "shortfalls_priced",
    "sites_given",
    "solve",
    "violations",
    "write_solution",
]

_HOMES = {
    "Instance": "recyclenet.instance.instance",
    "NotebookProgress": "recyclenet.views.progress",
    "Solution": "recyclenet.solution.solution",
    "build_formulation": "recyclenet.model.build",
    "build_network": "recyclenet.network.network",
    "keep_sites": "recyclenet.model.keep",
    "marginal_values": "recyclenet.solve.marginal",
    "read_instance": "recyclenet.instance.files",
    "read_solution": "recyclenet.solution.files",
    "save_map": "recyclenet.views.maps",
    "save_report": "recyclenet.views.report.files",
    "save_tables": "recyclenet.views.report.files",
    "shortfalls": "recyclenet.solve.explain",
    "shortfalls_priced": "recyclenet.instance.edits",
    "sites_given": "recyclenet.instance.edits",
    "solve": "recyclenet.solve.highs",
    "violations": "recyclenet.solution.verify",
    "write_solution": "recyclenet.solution.files",
}


def __getattr__(name: str) -> Any:
    """Return a public name from the module that defines it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'recyclenet' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names, imported or not."""
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """The package, in which `solve` is always the function, though a folder has the same name.

    Importing anything from `recyclenet.solve` makes the import system put that folder in the function's place; a property takes
    precedence over it.
    """

    @property
    def solve(self) -> Any:
        return __getattr__("solve")

    @solve.setter
    def solve(self, folder: ModuleType) -> None:
        """Leave the public name as it is; the folder stays reachable as `from recyclenet.solve import ...`."""


sys.modules[__name__].__class__ = _Package
