"""Memory of this process, as far as the system tells it."""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

resource: Any = import_module("resource") if find_spec("resource") else None  # Windows has none
STATUS = Path("/proc/self/status")

KIBIBYTE = 1024 / 1e6
"""What Unix counts memory in [MB], though the file calls it kB."""


def memory_mb() -> float | None:
    """Return the resident memory of this process [MB]: now (Linux), its peak (other Unix), None where the system does not tell."""
    try:
        lines = STATUS.read_text(encoding="ascii", errors="replace").splitlines()
        return next(float(line.split()[1]) * KIBIBYTE for line in lines if line.startswith("VmRSS:"))
    except (OSError, StopIteration):
        pass
    if resource is None:
        return None
    peak = float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return peak / 1e6 if sys.platform == "darwin" else peak * KIBIBYTE
