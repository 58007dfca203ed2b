"""Where stages are run: processes of this machine, or workers of an executor on any machine."""

from errata.workers.processes import Processes, cpu_count

__all__ = ["Processes", "cpu_count"]
