"""The server of warm kernels by itself: starting, refusing, falling back and cleaning up."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from trailblazer.run import kernels
from trailblazer.run.kernels import KernelServer
from trailblazer.run.kernels.process import ForkedProcess, ServerClosed, ServerUnavailable
from trailblazer.run.kernels.provisioner import _is_ours
from trailblazer.run.kernels.server import _private_folder

pytestmark = pytest.mark.skipif(not kernels.supported(), reason="warm kernels need Linux")


@pytest.fixture(scope="module")
def server() -> Iterator[KernelServer]:
    server = KernelServer()
    assert server.ready()
    yield server
    server.close()


def kernel(server: KernelServer, folder: Path) -> ForkedProcess:
    connection = ["-f", str(folder / "kernel.json"), "--transport=ipc", f"--ip={server.folder}/t"]
    return server.fork(connection, {**os.environ}, str(folder))


def gone(pid: int, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while psutil.pid_exists(pid) and time.monotonic() < end:
        time.sleep(0.01)
    return not psutil.pid_exists(pid)


def test_starting_does_not_wait_for_the_imports() -> None:
    started = time.perf_counter()
    server = KernelServer()
    assert time.perf_counter() - started < 0.5
    pid = server.pid
    server.close()
    assert time.perf_counter() - started < 2
    assert gone(pid)
    with pytest.raises(ServerClosed):
        server.ready()


def test_a_kernel_is_a_session_of_its_own_and_ends_on_request(
    server: KernelServer, tmp_path: Path
) -> None:
    process = kernel(server, tmp_path)
    assert os.getsid(process.pid) == process.pid
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.01)
    process.kill()
    assert process.wait(5) == -9
    assert process.poll() == -9


def test_hanging_up_ends_the_kernel(server: KernelServer, tmp_path: Path) -> None:
    process = kernel(server, tmp_path)
    process._connection.close()
    assert gone(process.pid)


def test_a_folder_that_is_not_there_is_refused(server: KernelServer, tmp_path: Path) -> None:
    with pytest.raises(ServerUnavailable, match="nowhere"):
        kernel(server, tmp_path / "nowhere")
    kernel(server, tmp_path).kill()


def test_a_process_with_threads_is_not_forked(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = (
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    )
    (tmp_path / "seaborn.py").write_text(broken + "def lineplot(*_, **__): pass", encoding="utf-8")
    server = KernelServer({**os.environ, "PYTHONPATH": str(tmp_path)})
    assert not server.ready()
    assert server.problem == "the libraries started threads (1 of them)"
    server.close()


def test_a_server_that_cannot_start_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "seaborn.py").write_text("raise ImportError('seaborn is broken')", encoding="utf-8")
    server = KernelServer({**os.environ, "PYTHONPATH": str(tmp_path)})
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            with pytest.raises(ServerUnavailable, match="seaborn is broken"):
                kernel(server, tmp_path)
    assert [r.getMessage() for r in caplog.records] == [
        "Warm kernels are not available (ImportError: seaborn is broken). "
        "Ordinary kernels are used: slower, with the same results."
    ]
    server.close()


def test_what_python_reads_only_once_must_agree(server: KernelServer) -> None:
    assert server.fits({**os.environ, "ANYTHING": "else"})
    assert not server.fits({**os.environ, "PYTHONHASHSEED": "42"})


def test_no_server_where_there_is_no_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with kernels.warm():
        assert kernels.current() is None


def test_one_server_a_process() -> None:
    with kernels.warm():
        first = kernels.current()
        kernels.start()
        assert kernels.current() is first
        assert first is not None
    assert kernels.current() is None
    assert not first.folder.exists()


def test_sockets_lie_in_a_private_folder_with_a_short_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    folder = _private_folder()
    try:
        assert len(os.fsencode(folder / "123456-5")) < 107
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    finally:
        folder.rmdir()


@pytest.mark.parametrize(
    ("command", "ours"),
    [
        ([sys.executable, "-m", "ipykernel_launcher", "-f", "k.json"], True),
        ([sys.executable, "-Xdev", "-m", "ipykernel_launcher", "-f", "k.json"], False),
        (["/usr/bin/python3", "-m", "ipykernel_launcher", "-f", "k.json"], False),
        (["R", "--slave", "-e", "IRkernel::main()"], False),
    ],
)
def test_only_this_python_with_no_options_is_forked(command: list[str], ours: bool) -> None:
    assert _is_ours(command) is ours
