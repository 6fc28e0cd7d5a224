"""The zygote: one process without threads that has the libraries loaded and forks kernels.

It is started by :class:`~trailblazer.run.kernels.server.KernelServer`, with which it shares one
socket. A message on it is a request for a kernel, and carries one end of a connection for that
kernel alone: the kernel tells its process id on it, and the zygote how the kernel ended. When
such a connection is closed the kernel is killed, and when the socket itself is closed, all are,
and the folder of their sockets is removed.
"""

from __future__ import annotations

import json
import os
import selectors
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from trailblazer.run.kernels.child import become_kernel
from trailblazer.run.kernels.preload import preload, threads
from trailblazer.run.kernels.process import LARGEST_MESSAGE


class Zygote:
    """Forks a kernel a request, reports how each ended, and leaves no process behind."""

    def __init__(
        self, control: socket.socket, folder: str, set_by_imports: Mapping[str, str]
    ) -> None:
        self._control = control
        self._folder = folder
        self._set_by_imports = set_by_imports
        self._pid = os.getpid()
        self._kernels: dict[int, socket.socket] = {}
        self._woken, self._wake = os.pipe()
        self._selector = selectors.DefaultSelector()

    def serve(self) -> NoReturn:
        """Serve until the other side is gone."""
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        self._selector.register(self._control, selectors.EVENT_READ, self._fork)
        self._selector.register(self._woken, selectors.EVENT_READ, self._report_ended)
        while True:
            for key, _ in self._selector.select():
                handle: Callable[[], None] = key.data
                handle()

    def _fork(self) -> None:
        message, descriptors = b"", list[int]()
        with suppress(ConnectionResetError):  # killed before it had heard that we are ready
            message, descriptors, *_ = socket.recv_fds(self._control, LARGEST_MESSAGE, 1)
        if not message:
            self._end()
        connection = socket.socket(fileno=descriptors[0])
        if (count := threads()) > 1:
            _tell(connection, problem=f"its process has {count} threads")
            connection.close()
            return
        pid = os.fork()
        if pid == 0:
            self._let_go()
            asked = json.loads(message)
            asked["environment"] = {**self._set_by_imports, **asked["environment"]}
            become_kernel(self._pid, connection, asked)
        self._kernels[pid] = connection
        self._selector.register(connection, selectors.EVENT_READ, lambda: self._hung_up(pid))

    def _let_go(self) -> None:
        """In the child: close what belongs to the zygote and to other kernels."""
        self._selector.close()
        for mine in (self._control, *self._kernels.values()):
            mine.close()
        signal.set_wakeup_fd(-1)
        os.close(self._woken)
        os.close(self._wake)

    def _hung_up(self, pid: int) -> None:
        """Nobody listens to this kernel any more: it is killed, and reaped when it has ended."""
        if pid in self._kernels:
            self._selector.unregister(self._kernels[pid])
            _kill_group(pid)

    def _report_ended(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._woken, 4096)
        while pid := _next_ended():
            _kill_group(pid)  # what the kernel started; its number is not reused until reaped
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            with self._kernels.pop(pid) as connection:
                with suppress(KeyError):  # hung up before
                    self._selector.unregister(connection)
                _tell(connection, exit=code)

    def _end(self) -> NoReturn:
        for pid in self._kernels:
            _kill_group(pid)
        for pid in self._kernels:
            os.waitpid(pid, 0)
        shutil.rmtree(self._folder, ignore_errors=True)
        os._exit(0)


def _next_ended() -> int | None:
    """A kernel that has ended and is not yet reaped."""
    try:
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return None
    return ended.si_pid if ended else None


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:  # so young that it has no group of its own
        os.kill(pid, signal.SIGKILL)


def _tell(connection: socket.socket, **what: object) -> None:
    with suppress(OSError):  # nobody is left to hear it
        connection.send(json.dumps(what).encode())


def main() -> NoReturn:
    """Load the libraries, say whether that went well, and serve."""
    if Path(sys.path[0]).resolve() == Path.cwd():
        del sys.path[0]  # as ipykernel does: a file here must not stand in for a library
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    problem, set_by_imports = "", dict[str, str]()
    try:
        set_by_imports = preload()
        if (count := threads()) > 1:
            problem = f"the libraries started threads ({count - 1} of them)"
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
    _tell(control, problem=problem)
    if problem:
        os._exit(1)
    Zygote(control, sys.argv[2], set_by_imports).serve()


if __name__ == "__main__":
    main()
