"""The zygote as the process that runs the notebooks sees it: start, ask for kernels, stop.

The zygote is reached over a pair of connected sockets that only the two processes hold, not over
an address: no other user or program can ask it for a kernel, and when this process ends, however
it ends, the zygote notices the closed socket and takes every kernel with it.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from trailblazer.run.kernels.process import (
    LARGEST_MESSAGE,
    ForkedProcess,
    ServerClosed,
    ServerUnavailable,
)

# Several kernels run at once, and how a sum is split over threads changes its last digits.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_FOR_THE_ZYGOTE = {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
# Kept by what is loaded already, so that another value in a kernel's environment has no effect.
_READ_ONCE = ("PYTHON", "LD_", "LC_", "LANG", "MATPLOTLIBRC", "MPLCONFIGDIR")
_LONGEST_TEMPORARY_FOLDER = 70  # bytes: a unix socket's whole path has at most 107
START_SECONDS = 60
END_SECONDS = 5

log = logging.getLogger(__name__)


class KernelServer:
    """A zygote that forks kernels. Making one returns at once; its imports take about 2 seconds.

    ``environment`` is what the zygote starts with, this process's own by default. It must hold
    what Python reads only when it starts (``PYTHONHASHSEED``): a kernel that asks for another
    value is started the ordinary way.
    """

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self.environment = dict(os.environ if environment is None else environment)
        self.folder = _private_folder()
        self.problem = ""
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._answered = self._closed = False
        self._said: set[str] = set()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(START_SECONDS)
        with theirs:
            self._process = self._start(theirs.fileno())
        atexit.register(self.close)

    @property
    def pid(self) -> int:
        """The zygote's process id."""
        return self._process.pid

    def ready(self) -> bool:
        """Wait until kernels can be forked; false, with ``problem`` set, when they cannot.

        Raises :class:`~trailblazer.run.kernels.process.ServerClosed` once it was closed.
        """
        with self._lock:
            if not self._answered:
                self._hear()
        self._check_open()
        return not self.problem

    def fits(self, environment: Mapping[str, str]) -> bool:
        """Whether a forked kernel can have this environment: Python reads parts only once."""

        def fixed(all_of_it: Mapping[str, str]) -> dict[str, str]:
            return {k: v for k, v in all_of_it.items() if k.startswith(_READ_ONCE)}

        return fixed(environment) == fixed(self.environment)

    def fork(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: str
    ) -> ForkedProcess:
        """A new kernel: ipykernel's command line, its whole environment, its working folder.

        Raises :class:`~trailblazer.run.kernels.process.ServerUnavailable`, having said why in
        the log (each reason once), when an ordinary kernel must be used, and
        :class:`~trailblazer.run.kernels.process.ServerClosed` when none is to be started.
        """
        if not self.ready():
            raise ServerUnavailable(self.problem)
        asked = {"arguments": [*arguments], "environment": {**environment}, "folder": folder}
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                socket.send_fds(self._control, [json.dumps(asked).encode()], [theirs.fileno()])
            return ForkedProcess(ours)
        except (OSError, ServerUnavailable) as error:
            ours.close()
            self._check_open()
            reason = "its process has ended" if isinstance(error, OSError) else str(error)
            self._say(reason)
            raise ServerUnavailable(reason) from error

    def close(self) -> None:
        """End the zygote and every kernel that still runs. Closing twice does no harm."""
        atexit.unregister(self.close)
        if os.getpid() != self._owner:
            return
        self._closed = True
        if not self._answered:  # it has forked nothing, and does not listen yet
            self._process.kill()
        with suppress(OSError):  # closed before
            self._control.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._control.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, descriptor: int) -> subprocess.Popen[bytes]:
        environment = self.environment | ONE_THREAD | _FOR_THE_ZYGOTE
        environment.pop("MPLBACKEND", None)  # each kernel has its own
        zygote = "trailblazer.run.kernels.zygote"
        return subprocess.Popen(  # noqa: S603 - this interpreter and a module of ours
            [sys.executable, "-m", zygote, str(descriptor), str(self.folder)],
            stdin=subprocess.DEVNULL,
            env=environment,
            pass_fds=[descriptor],
            start_new_session=True,  # Ctrl-C is for us to act on
        )

    def _hear(self) -> None:
        message = b""
        with suppress(OSError):  # too late, or closed
            message = self._control.recv(LARGEST_MESSAGE)
        answer = json.loads(message or b'{"problem": "its process did not answer"}')
        self._answered = True
        self._check_open()
        self.problem = answer["problem"]
        if self.problem:
            self._say(self.problem)

    def _check_open(self) -> None:
        if self._closed:
            raise ServerClosed("the kernels were stopped")

    def _say(self, reason: str) -> None:
        if reason not in self._said:
            self._said.add(reason)
            log.warning(
                "Warm kernels are not available (%s). Ordinary kernels are used: "
                "slower, with the same results.",
                reason,
            )


def _private_folder() -> Path:
    """A folder for the kernels' sockets that only this user may enter, with a short path."""
    short = len(os.fsencode(tempfile.gettempdir())) <= _LONGEST_TEMPORARY_FOLDER
    usual_place = "/tmp"  # noqa: S108 - mkdtemp makes a folder of ours in it, mode 0700
    return Path(tempfile.mkdtemp(prefix="trailblazer-", dir=None if short else usual_place))
