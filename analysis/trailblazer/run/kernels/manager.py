"""jupyter_client's kernel manager and client for warm kernels: the same, less the waiting.

A warm kernel is up in a few hundredths of a second; jupyter_client's fixed waits (200 ms to flush
a channel, 100 ms before it tries to connect again, up to a second of lingering) would then be
most of what a notebook costs.
"""

from __future__ import annotations

import itertools
import time
import uuid
from queue import Empty
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

from trailblazer.run.kernels.active import current
from trailblazer.run.kernels.provisioner import ForkProvisioner

RECONNECT_MILLISECONDS = 3
_CHANNELS = ("shell", "iopub", "stdin", "hb", "control")
_serial = itertools.count(1)


def _context() -> zmq.asyncio.Context:
    """A ZMQ context whose sockets try again soon: the kernel may not have bound its own yet."""
    context = zmq.asyncio.Context()
    context.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MILLISECONDS)
    return context


class WarmKernelClient(AsyncKernelClient):
    """A client that is ready as soon as the kernel answers and its outputs reach us."""

    @default("context")
    def _default_context(self) -> zmq.asyncio.Context:
        self._created_context = True
        return _context()

    def start_channels(
        self,
        shell: bool = True,
        iopub: bool = True,
        stdin: bool = True,
        hb: bool = False,
        control: bool = True,
    ) -> None:
        """Open the channels, but for the heartbeat: the kernel's process itself is watched."""
        super().start_channels(shell, iopub, stdin, hb, control)

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for an answer and for a sign of life on the channel of outputs.

        Nothing is flushed: nbclient sorts outputs by the request they answer.
        """
        deadline = time.monotonic() + (timeout or float("inf"))
        while not await self._answers():
            if not await self._async_is_alive():
                raise RuntimeError("the kernel died before it answered")
            if time.monotonic() > deadline:
                raise RuntimeError(f"the kernel did not answer in {timeout} seconds")

    wait_for_ready = _async_wait_for_ready

    async def _answers(self) -> bool:
        self.kernel_info()
        try:
            reply = await self.shell_channel.get_msg(timeout=1)
            await self.iopub_channel.get_msg(timeout=0.2)
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True


class WarmKernelManager(AsyncKernelManager):
    """Hand this to nbclient or papermill as ``kernel_manager_class``; it is used like any other.

    Kernels talk over sockets in a folder that only this user may enter, not over ports, so that
    two builds at once cannot take each other's.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        server = current()
        if server is not None and server.ready():
            place = f"{server.folder}/{next(_serial)}"
            self.transport, self.ip, self.connection_file = "ipc", place, f"{place}.json"
            for number, channel in enumerate(_CHANNELS, start=1):
                setattr(self, f"{channel}_port", number)

    @default("client_factory")
    def _default_client_factory(self) -> type[WarmKernelClient]:
        return WarmKernelClient

    @default("context")
    def _default_context(self) -> zmq.asyncio.Context:
        self._created_context = True
        return _context()

    async def _async_pre_start_kernel(self, **options: Any) -> tuple[list[str], dict[str, Any]]:
        if self.provisioner is None:
            self.kernel_id = self.kernel_id or str(uuid.uuid4())
            self.provisioner = ForkProvisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
            )
        return await super()._async_pre_start_kernel(**options)

    pre_start_kernel = _async_pre_start_kernel
