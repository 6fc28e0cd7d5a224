"""Kernels as jupyter_client asks for them: forked where that gives the same kernel, else started.

Jupyter lets a *provisioner* decide how a kernel's process comes to be (jupyter_client 7 and
later), so that papermill, nbclient and Jupyter itself need not know that it was forked.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from trailblazer.run.kernels.active import current
from trailblazer.run.kernels.process import ForkedProcess, ServerUnavailable

EXIT_SECONDS = 0.5
_LAUNCHER = ["-m", "ipykernel_launcher"]


class ForkProvisioner(LocalProvisioner):
    """jupyter_client's own provisioner, but the kernel is forked when a warm one will do."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel, or start one the ordinary way where forking is not to be had."""
        forked = self._fork(cmd, kwargs)
        if forked is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = forked  # type: ignore[assignment]  # used like the Popen it expects
        self.pid = self.pgid = forked.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel, letting its exit handlers run briefly, then whatever it started."""
        forked = self.process
        if not isinstance(forked, ForkedProcess):
            await super().kill(restart)
            return
        forked.terminate()
        with suppress(subprocess.TimeoutExpired):
            forked.wait(EXIT_SECONDS)
            return  # the zygote has killed the rest of the group
        with suppress(ProcessLookupError):
            os.killpg(forked.pid, signal.SIGKILL)
        forked.wait()

    def _fork(self, command: Sequence[str], options: dict[str, Any]) -> ForkedProcess | None:
        server = current()
        environment = dict(options.get("env") or os.environ)
        if server is None or not _is_ours(command) or not server.fits(environment):
            return None
        if not options.get("independent"):
            environment["JPY_PARENT_PID"] = str(os.getpid())  # as jupyter_client's launcher does
        with suppress(ServerUnavailable):
            return server.fork(command[3:], environment, str(options.get("cwd") or Path.cwd()))
        return None


def _is_ours(command: Sequence[str]) -> bool:
    """Whether a command starts ipykernel in this very environment, with no option to Python."""
    here, there = Path(sys.executable), Path(command[0])
    same = here.parent == there.parent and here.resolve() == there.resolve()
    return same and [*command[1:3]] == _LAUNCHER
