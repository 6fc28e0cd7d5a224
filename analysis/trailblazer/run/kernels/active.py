"""This process's server of warm kernels: one is enough, as one process has one environment.

Start it early, for its imports take two seconds that something else can use, such as checking the
data; every notebook run after that gets a warm kernel without being told of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from trailblazer.run.kernels.server import KernelServer

_current: KernelServer | None = None


def supported() -> bool:
    """Whether this system can fork kernels safely: Linux."""
    return sys.platform == "linux"


def start(environment: Mapping[str, str] | None = None) -> None:
    """Start this process's server, if it can have one; returns at once.

    ``environment`` is what its kernels start with, by default what this process has now: set
    ``PYTHONHASHSEED`` and its like before. Starting it again does nothing.
    """
    global _current
    if supported() and _current is None:
        _current = KernelServer(environment)


def stop() -> None:
    """End this process's server and all its kernels, if there is one.

    Notebooks that still run fail with nbclient's ``DeadKernelError``, and those about to get a
    kernel with :class:`~trailblazer.run.kernels.process.ServerClosed`.
    """
    global _current
    if _current is not None:
        _current.close()
    _current = None


def current() -> KernelServer | None:
    """This process's server: kernels are ordinary ones when there is none."""
    return _current


@contextmanager
def warm(environment: Mapping[str, str] | None = None) -> Iterator[None]:
    """Warm kernels for as long as the block runs."""
    start(environment)
    try:
        yield
    finally:
        stop()
