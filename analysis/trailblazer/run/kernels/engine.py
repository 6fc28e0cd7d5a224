"""papermill's engine with warm kernels: importing this module registers it under ``WARM``."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.log import logger

from trailblazer.run.kernels.manager import WarmKernelManager

WARM = "trailblazer-warm"
WATCH_SECONDS = 0.05
# traitlets finds the classes it knows by name when the first object of a kind is made; two threads
# that make one at the same time can get in each other's way.
_MAKING = threading.Lock()


class WatchfulClient(PapermillNotebookClient):  # type: ignore[misc]  # papermill is not typed
    """papermill's client, but it notices a dead kernel at once and not within a second."""

    def create_kernel_manager(self) -> Any:
        """The kernel's manager; made by one thread at a time."""
        with _MAKING:
            return super().create_kernel_manager()

    async def _async_poll_kernel_alive(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await self._async_check_alive()
            except DeadKernelError:
                self.task_poll_for_reply.cancel()
                return


class WarmEngine(NBClientEngine):  # type: ignore[misc]  # papermill is not typed
    """papermill's own engine, but for the kernel manager and for saving, which papermill does.

    Use it as ``papermill.execute_notebook(..., engine_name=WARM)``; every other option keeps its
    meaning. Without a started server it gives ordinary kernels.
    """

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        input_path: str | None = None,
        **options: Any,
    ) -> None:
        """Run the notebook's cells.

        papermill saves the notebook that it gets back, also when a cell failed; when the kernel
        died it gets none, so what there is by then is saved here.
        """
        with _MAKING:
            client = WatchfulClient(
                nb_man,
                kernel_manager_class=WarmKernelManager,
                shutdown_kernel="immediate",
                kernel_name=kernel_name,
                startup_timeout=start_timeout,
                timeout=execution_timeout,
                log=logger,
                **options,
            )
        path, nb_man.output_path = nb_man.output_path, None
        try:
            client.execute()
        except BaseException:
            nb_man.output_path = path
            nb_man.save()
            raise


papermill_engines.register(WARM, WarmEngine)
