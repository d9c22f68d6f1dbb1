"""One measurement in a process of its own: `python -m tests.benchmarks.child ROUTE FLOWS` prints a JSON line.

Imports and first calls are paid for by a small model beforehand, and memory is touched before the clock starts. Seconds are CPU seconds
of this process, system time included.
"""

import gc
import json
import resource
import sys
import time
from pathlib import Path

import numpy as np

from tests.benchmarks.instances import made_up
from tests.benchmarks.routes import ROUTES

STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
TOUCHED = 100_000_000
"""Numbers (8 bytes each) written once, so that the machine has that memory at hand for whoever comes first."""


def main(name: str, flows: int) -> None:
    """Measure a route."""
    route = ROUTES[name]
    route.run(route.prepare(made_up(500)))
    instance = made_up(flows)
    np.ones(TOUCHED).sum()
    gc.collect()
    start = time.process_time()
    known = route.prepare(instance)
    prepared = time.process_time()
    gc.collect()
    before = _peak_mb(anew=True)
    begun = time.process_time()
    loaded = route.run(known)
    ended = time.process_time()
    highs = getattr(loaded, "_solver_model", loaded)
    sizes = {"columns": highs.getNumCol(), "rows": highs.getNumRow(), "nonzeros": highs.getNumNz()}
    print(json.dumps({"prepare_s": prepared - start, "run_s": ended - begun, "memory_mb": _peak_mb() - before, **sizes}))


def _peak_mb(*, anew: bool = False) -> float:
    """Return the largest resident memory so far [MB]; `anew` counts from now on, where the system can (Linux)."""
    if anew and RESET.exists():
        RESET.write_text("5", encoding="ascii")
    if STATUS.exists():
        return next(float(line.split()[1]) / 1000 for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1000)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
