"""Where stages are run: processes of this machine, or workers of an executor on any machine."""

from errata.workers.count import cpu_count
from errata.workers.processes import Processes

__all__ = ["Processes", "cpu_count"]
