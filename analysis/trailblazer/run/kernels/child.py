"""From the fork to a running kernel: what makes the child a clean process of its own."""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, NoReturn

from trailblazer.run.ending import end
from trailblazer.run.orphans import die_with_parent

_QUIET_AND_UNWATCHED = 1  # ipykernel's parent handle: the kernel dies with the zygote anyway


def become_kernel(zygote: int, connection: socket.socket, asked: Mapping[str, Any]) -> NoReturn:
    """Turn this freshly forked process into the kernel that was asked for, and never return.

    ``zygote`` is the process id of its parent. On ``connection`` the kernel tells its own process
    id, or what is wrong with the request; ``asked`` holds ipykernel's arguments, the whole
    environment and the working folder.
    """
    code = 1
    try:
        _detach(zygote)
        problem = _settle(asked["environment"], asked["folder"])
        told = {"problem": problem} if problem else {"pid": os.getpid()}
        connection.send(json.dumps(told).encode())
        connection.close()
        if not problem:
            _run(asked["arguments"])
            code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        end(code)


def _detach(zygote: int) -> None:
    """A session of its own, default signals, and death when the zygote dies."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    die_with_parent(zygote)


def _settle(environment: Mapping[str, str], folder: str) -> str:
    """Take on the environment and folder asked for, and random numbers that no other kernel draws.

    Returns what is wrong with the folder, or nothing.
    """
    import numpy as np

    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    try:
        os.chdir(folder)
    except OSError as error:
        return str(error)
    np.random.seed()  # the global generator; Python reseeds its own at a fork
    gc.enable()
    return ""


def _run(arguments: list[str]) -> None:
    """What ``python -m ipykernel_launcher`` does, its imports being done."""
    import ipykernel_launcher  # type: ignore[import-untyped]
    import matplotlib as mpl
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = [ipykernel_launcher.__file__, *arguments]
    app: Any = IPKernelApp.instance()
    app.parent_handle = _QUIET_AND_UNWATCHED
    with _modules_unlisted():
        app.initialize(arguments)
    mpl.rcParams["backend"] = os.environ["MPLBACKEND"]  # as matplotlib does when imported
    _flush_figures_first(app.shell.events)
    signal.signal(signal.SIGTERM, lambda *_: _end_quickly(app))
    app.start()


@contextmanager
def _modules_unlisted() -> Iterator[None]:
    """Keep ipykernel from asking every loaded module for its file, which only a debugger needs.

    Looking at three thousand modules would copy half of the pages that a kernel, starting, takes
    from the zygote.
    """
    import ipykernel.ipkernel

    ipkernel: Any = ipykernel.ipkernel
    ipkernel.sys = SimpleNamespace(**{**vars(sys), "modules": {}})
    try:
        yield
    finally:
        ipkernel.sys = sys


def _flush_figures_first(events: Any) -> None:
    """Draw each inline figure once.

    pyplot redraws its figures after a cell, and only then does the inline backend draw them again
    to show and close them; in the other order pyplot finds nothing left to draw.
    """
    register: Callable[[str, Callable[..., object]], None] = events.register

    def register_in_order(event: str, function: Callable[..., object]) -> None:
        register(event, function)
        after = events.callbacks["post_execute"]
        after.sort(key=lambda callback: getattr(callback, "__name__", "") != "flush_figures")

    events.register = register_in_order


def _end_quickly(app: Any) -> NoReturn:
    """End on request: the notebook's exit handlers run, ZMQ's slow goodbye does not."""
    atexit.unregister(app.close)
    end(0)
