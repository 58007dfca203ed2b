"""Where stages are run: processes of this machine, or workers of an executor on any machine."""

from errata.workers.processes import Processes as Processes
from errata.workers.processes import cpu_count as cpu_count
