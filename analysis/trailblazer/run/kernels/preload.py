"""What a warm kernel has loaded before it is asked for: installed libraries, never our own code.

Our own package may be edited between two builds of one session, so each kernel imports it afresh.
svy is left out: it brings polars, which starts threads when it is imported, and a process with
threads cannot be forked safely. The notebooks that use it import it themselves.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import io
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

LIBRARIES = (
    "faulthandler",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.magics.execution",
    "IPython.core.magics.pylab",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
    "numpy",
    "pandas",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.string",
    "pandas.io.formats.style",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "seaborn",
    "scipy.optimize",
    "scipy.stats",
    "statsmodels.api",
    "statsmodels.duration.survfunc",
    "statsmodels.formula.api",
    "statsmodels.stats.api",
    "pandera.io.pandas_io",
    "pandera.pandas",
    "pydantic",
    "rich.console",
    "yaml",
)
# Libraries that other libraries import where they find them: polars starts threads, and debugpy is
# for a debugger that attaches to a kernel, which nobody does to a build.
LEFT_OUT = ("polars", "debugpy")
# What debugpy sets when an ordinary kernel loads it: a notebook sees the same environment in both.
SET_BY_DEBUGPY = {"PYDEVD_USE_FRAME_EVAL": "NO"}


def preload() -> dict[str, str]:
    """Import the libraries and walk their lazily loaded paths once, leaving no state behind.

    Returns the environment variables that importing them set: a kernel has those too.
    """
    before = dict(os.environ)
    gc.disable()  # looking for garbage among what is loaded to stay would take a tenth of the time
    with _as_in_a_kernel(), _absent(LEFT_OUT):
        for library in LIBRARIES:
            importlib.import_module(library)
    _walk_once()
    _forget_own_modules()
    gc.freeze()  # so that a kernel's first collection does not copy every page of the libraries
    set_by_imports = {k: v for k, v in os.environ.items() if before.get(k) != v}
    return SET_BY_DEBUGPY | set_by_imports


def threads() -> int:
    """How many threads this process has: Linux tells through /proc."""
    return sum(1 for _ in Path("/proc/self/task").iterdir())


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """pandas asks at import whether it runs in a notebook, and chooses its display by that."""
    shell = SimpleNamespace(kernel=True, config={"IPKernelApp": {}})
    builtins.get_ipython = lambda: shell  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


@contextmanager
def _absent(names: tuple[str, ...]) -> Iterator[None]:
    """Let imports of these libraries fail, as though they were not installed.

    statsmodels imports polars to recognise its frames; in a warm kernel it does not, and takes
    pandas and numpy only.
    """
    for name in names:
        sys.modules[name] = None  # type: ignore[assignment]  # None makes an import fail
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]


def _walk_once() -> None:
    """Draw one small figure and fit one small model: much is only loaded at first use."""
    import matplotlib as mpl
    import numpy as np
    import pandas as pd
    import seaborn as sns
    import statsmodels.formula.api as smf
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.registry import backend_registry
    from matplotlib.figure import Figure

    # %matplotlib asks every installed package whether it brings a backend.
    backend_registry.list_all()  # type: ignore[no-untyped-call]
    days = pd.date_range("2020-01-01", periods=20)
    table = pd.DataFrame({"day": days, "group": [*"ab"] * 10, "value": np.arange(20.0)})
    with warnings.catch_warnings(), mpl.rc_context():
        warnings.simplefilter("ignore")
        figure = Figure(figsize=(3, 2))
        FigureCanvasAgg(figure)
        sns.lineplot(table, x="day", y="value", hue="group", errorbar=None, ax=figure.subplots())
        figure.savefig(io.BytesIO(), format="png", bbox_inches="tight")
        table.groupby("group").value.mean().to_frame().to_html()
        smf.ols("value ~ C(group)", table).fit().summary()


def _forget_own_modules() -> None:
    own = __name__.partition(".")[0]
    for name in [n for n in sys.modules if n.partition(".")[0] == own]:
        del sys.modules[name]
