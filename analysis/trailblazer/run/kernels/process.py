"""One forked kernel, seen from the process that asked for it: a ``Popen`` look-alike.

The two ends of one connection are held by that process and by the zygote. The zygote tells the
kernel's process id and, later, how it ended; closing our end makes the zygote kill the kernel and
all it started, so that a crash on our side leaves nothing behind.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from typing import Any

LARGEST_MESSAGE = 1 << 20  # bytes
FORK_SECONDS = 30


class ServerUnavailable(Exception):  # noqa: N818 - a state of affairs; an ordinary kernel is used
    """The zygote cannot give a kernel; the message says why, in plain words."""


class ServerClosed(RuntimeError):  # noqa: N818
    """The kernels were stopped on purpose: no kernel of any kind is to be started."""


class ForkedProcess:
    """A kernel forked by the zygote, with the part of ``subprocess.Popen`` that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket) -> None:
        """Wait until the kernel has told its process id.

        Raises :class:`ServerUnavailable` when the zygote refused or the kernel ended at once.
        """
        self.returncode: int | None = None
        self._connection = connection
        told = self._receive(FORK_SECONDS) or {"problem": "no kernel was forked in time"}
        if "pid" not in told:
            connection.close()
            raise ServerUnavailable(told.get("problem", "a new kernel ended at once"))
        self.pid: int = told["pid"]

    def poll(self) -> int | None:
        """The exit code (minus the signal's number when one ended it), or None while running."""
        self._look(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the kernel to end; raises ``subprocess.TimeoutExpired`` when it does not."""
        self._look(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired("forked kernel", timeout or 0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel alone, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the kernel to end: it runs its exit handlers."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def _look(self, timeout: float | None) -> None:
        if self.returncode is None and (told := self._receive(timeout)):
            self.returncode = told.get("exit", -signal.SIGKILL)
            self._connection.close()

    def _receive(self, timeout: float | None) -> dict[str, Any] | None:
        """The next message; when the zygote is gone, and its kernels with it, an empty report."""
        self._connection.settimeout(timeout)
        try:
            message = self._connection.recv(LARGEST_MESSAGE)
        except (TimeoutError, BlockingIOError):
            return None
        except ConnectionError:
            message = b""
        told: dict[str, Any] = json.loads(message or b'{"exit": -9}')
        return told
