"""Where stages are run: processes of this machine, or workers of an executor on any machine.

`processes` and `executors` are the two; `stage` divides the items of one, and `task` is what a
worker gets.
"""

from errata.workers.processes import Processes as Processes
from errata.workers.processes import cpu_count as cpu_count
