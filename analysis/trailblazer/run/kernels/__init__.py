"""Warm kernels: each notebook in a clean Python process that has its libraries loaded already.

Nine tenths of the time that papermill takes over a short notebook go into starting Python and
importing pandas, matplotlib and statsmodels, again for each notebook. Here one process, the
*zygote*, does those imports once, and each notebook's kernel is forked from it: a process of its
own, with nothing in it from any other notebook.

Where fork is not to be had (Windows, macOS) or the zygote cannot start, ordinary kernels are used
and give the same outputs. Which part does what:

``active``       the server of this process: ``start()``, ``stop()``
``server``       starts and ends the zygote, and asks it for kernels
``process``      one forked kernel as the process that started it sees it
``zygote``       the process that forks;  ``preload``: what it imports;  ``child``: after the fork
``provisioner``  the kernels as jupyter_client asks for them
``manager``      jupyter_client's kernel manager without its waits, for nbclient
``engine``       papermill's engine on top of it

One difference is known: a submodule that a notebook forgot to import may be there because the
zygote imported it, as may what a library changes when it is imported. The tests therefore run the
notebooks in ordinary kernels too and compare (``tests/notebooks/test_isolation.py``).
"""

from __future__ import annotations

from trailblazer.run.kernels.active import current, start, stop, supported, warm
from trailblazer.run.kernels.server import ONE_THREAD, KernelServer

__all__ = ["ONE_THREAD", "KernelServer", "current", "start", "stop", "supported", "warm"]
