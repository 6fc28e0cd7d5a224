"""Each notebook starts clean and harms no other, and a warm kernel gives what a plain one gives."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import papermill
import psutil
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from trailblazer.places import REPOSITORY
from trailblazer.run import kernels
from trailblazer.run.kernels.engine import WARM
from trailblazer.run.kernels.manager import WarmKernelManager
from trailblazer.run.plan import contents

pytestmark = pytest.mark.skipif(not kernels.supported(), reason="warm kernels need Linux")
PLAIN = None
Run = Callable[..., list[Any]]


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[kernels.KernelServer]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "PYTHONHASHSEED": "0",
            "MPLBACKEND": "agg",
            **kernels.ONE_THREAD,
        }.items():
            patch.setenv(name, value)
        with kernels.warm():
            server = kernels.current()
            assert server is not None
            yield server


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run cells as a notebook; the outputs of all cells, also when one of them fails."""
    numbers = iter(range(100))

    def run(*cells: str, engine: str | None = WARM, **options: Any) -> list[Any]:
        source, target = (tmp_path / f"{next(numbers)}.ipynb" for _ in "st")
        nbformat.write(notebook(*cells), source)
        papermill.execute_notebook(
            str(source), str(target), engine_name=engine, progress_bar=False, **options
        )
        return outputs(target)

    return run


def notebook(*cells: str) -> Any:
    v4 = nbformat.v4
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return v4.new_notebook(
        cells=[v4.new_code_cell(c) for c in cells], metadata={"kernelspec": kernel}
    )


def outputs(path: Path) -> list[Any]:
    return [c.get("outputs", []) for c in nbformat.read(path, as_version=4).cells]


def printed(found: list[Any]) -> str:
    return "".join(o.text for cell in found for o in cell if o.output_type == "stream").strip()


def gone(*pids: int, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while any(map(psutil.pid_exists, pids)) and time.monotonic() < end:
        time.sleep(0.01)
    return not any(map(psutil.pid_exists, pids))


TRACES = {
    "variables": ("left = 1", "'left' in globals()"),
    "environment": ("import os; os.environ['LEFT'] = '1'", "'LEFT' in __import__('os').environ"),
    "modules": ("import wave", "'wave' in __import__('sys').modules"),
    "path": ("import sys; sys.path.append('/left')", "'/left' in __import__('sys').path"),
    "folder": ("import os; os.chdir('/')", "__import__('os').getcwd()"),
    "threads": (
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(60,), name='left', daemon=True).start()",
        "'left' in [t.name for t in __import__('threading').enumerate()]",
    ),
    "open files": (
        "left = open('/dev/zero')",
        "any(str(p.readlink()) == '/dev/zero' for p in"
        " list(__import__('pathlib').Path('/proc/self/fd').iterdir()) if p.is_symlink())",
    ),
    "options of matplotlib": (
        "import matplotlib as mpl; mpl.rcParams['figure.dpi'] = 33",
        "__import__('matplotlib').rcParams['figure.dpi']",
    ),
    "open figures": (
        "import matplotlib.pyplot as plt; plt.figure()",
        "__import__('matplotlib.pyplot').pyplot.get_fignums()",
    ),
    "options of pandas": (
        "import pandas as pd; pd.set_option('display.max_rows', 3)",
        "__import__('pandas').get_option('display.max_rows')",
    ),
    "monkey-patches": (
        "import pandas as pd; pd.DataFrame.sum = None",
        "__import__('pandas').DataFrame.sum is None",
    ),
    "warnings": (
        "import warnings; warnings.simplefilter('error')",
        "__import__('warnings').filters[0][0]",
    ),
    "signals": (
        "import signal; signal.signal(signal.SIGUSR1, signal.SIG_IGN)",
        "__import__('signal').getsignal(__import__('signal').SIGUSR1)",
    ),
}


@pytest.mark.parametrize("trace", TRACES.values(), ids=TRACES)
def test_a_notebook_sees_nothing_of_the_one_before(run: Run, trace: tuple[str, str]) -> None:
    leave, look = trace
    clean = printed(run(f"print({look})"))
    assert printed(run(leave, f"print({look})")) != clean
    assert printed(run(f"print({look})")) == clean


def test_random_numbers_differ_unless_seeded(run: Run) -> None:
    draw = "import random, numpy as np\nprint(random.random(), np.random.random())"
    seed = "import random, numpy as np\nrandom.seed(1); np.random.seed(1)"
    free = [set(printed(run(draw)).split()) for _ in range(2)]
    seeded = [set(printed(run(seed, draw)).split()) for _ in range(2)]
    after = set(printed(run(draw)).split())
    assert not free[0] & free[1]
    assert seeded[0] == seeded[1]
    assert not seeded[1] & after


def test_a_kernel_is_forked_and_has_nothing_of_ours_in_it(
    run: Run, server: kernels.KernelServer
) -> None:
    look = (
        "import os, sys\nprint(os.getppid())\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('trailblazer', 'polars', 'svy')])\n"
        "import polars\nprint(polars.Series([1, 2]).sum())"
    )
    assert printed(run(look)).splitlines() == [str(server.pid), "[]", "3"]


def test_a_warm_kernel_gives_the_outputs_of_a_plain_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MPLBACKEND")  # figures shown in the notebook, as in Jupyter
    monkeypatch.delenv(
        "PYTEST_CURRENT_TEST"
    )  # with it, ipykernel does not show what programs print
    cells = (
        "import pandas as pd\nimport pandera.pandas\nimport seaborn as sns\n"
        "table = pd.DataFrame({'team': list('abab'), 'percent': [1.5, 2, 3, 4]})\ntable",
        "sns.barplot(table, x='team', y='percent', errorbar=None)",
        "import sys\nprint('words', set('words'))\nprint('a warning', file=sys.stderr)",
        "from IPython.display import display\n"
        "display({'text/markdown': '# A *heading*', 'text/plain': 'A heading'}, raw=True)",
        "import os\nsorted(e for e in os.environ.items() if 'PYTEST' not in e[0]), os.getcwd()",
        "import locale, tqdm.auto\nsys.path, sys.flags, locale.getlocale()\n"
        "pd.get_option('display.max_columns'), tqdm.auto.tqdm, sys.stdin, sys.argv[0]",
        "import subprocess, time\nsubprocess.run(['echo', 'from a program'])\ntime.sleep(0.3)",
        "1 / 0",
    )
    for kind in (WARM, PLAIN):
        with pytest.raises(PapermillExecutionError):
            run(*cells, engine=kind, parameters={})
    warm, plain = (outputs(tmp_path / f"{number}.ipynb") for number in (1, 3))
    kinds = [o.output_type for cell in plain for o in cell]
    assert "error" in kinds
    assert any("image/png" in o.get("data", {}) for cell in plain for o in cell)
    assert warm == plain


def test_an_inline_figure_is_shown_before_pyplot_would_draw_it_again(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MPLBACKEND")
    after = "[f.__name__ for f in get_ipython().events.callbacks['post_execute']]"
    found = printed(run("import matplotlib.pyplot as plt\nplt.plot([1, 2])", f"print({after})"))
    assert 0 <= found.find("flush_figures") < found.find("_draw_all_if_interactive")


def test_nbclient_takes_the_kernel_manager_as_it_is(server: kernels.KernelServer) -> None:
    found = notebook("import os\nprint(os.getppid())")
    nbclient.NotebookClient(found, kernel_manager_class=WarmKernelManager).execute()
    assert printed([c.outputs for c in found.cells]) == str(server.pid)


@pytest.mark.parametrize("death", ["os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_a_kernel_that_dies_is_reported_at_once_and_harms_no_other(run: Run, death: str) -> None:
    with ThreadPoolExecutor() as pool:
        other = pool.submit(run, "import time\ntime.sleep(2)\nprint('unharmed')")
        started = time.perf_counter()
        with pytest.raises(DeadKernelError):
            run(f"import os\n{death}")
        assert time.perf_counter() - started < 2
        assert not other.done()
        assert printed(other.result()) == "unharmed"


def test_an_endless_loop_is_stopped_and_gone(run: Run, tmp_path: Path) -> None:
    told = tmp_path / "pid"
    loop = f"import os\nopen({str(told)!r}, 'w').write(str(os.getpid()))\nwhile True: pass"
    with pytest.raises(CellTimeoutError):
        run(loop, execution_timeout=1)
    assert gone(int(told.read_text()))


def test_exit_handlers_run_and_programs_left_running_are_ended(run: Run, tmp_path: Path) -> None:
    told = tmp_path / "told"
    leave = (
        "import atexit, pathlib, subprocess\n"
        f"atexit.register(pathlib.Path({str(told)!r}).write_text, 'goodbye')\n"
        "print(subprocess.Popen(['sleep', '60']).pid)"
    )
    program = int(printed(run(leave)))
    assert told.read_text() == "goodbye"
    assert gone(program)


BUILD = """
import sys
from concurrent.futures import ThreadPoolExecutor
import papermill
from trailblazer.run import kernels
from trailblazer.run.kernels.engine import WARM

def one(number):
    papermill.execute_notebook(f"{number}.ipynb", f"{number}.out.ipynb",
                               engine_name=WARM, progress_bar=False)

kernels.start()
print(kernels.current().pid, kernels.current().folder, flush=True)
with ThreadPoolExecutor(2) as pool:
    try:
        list(pool.map(one, range(2)))
    except KeyboardInterrupt:
        kernels.stop()
        sys.exit(130)
"""


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_a_build_that_is_stopped_leaves_nothing_behind(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    for n in range(2):
        cell = (
            "import os, pathlib, subprocess\nprogram = subprocess.Popen(['sleep', '60'])\n"
            f"pathlib.Path('part').write_text(f'{{os.getpid()}} {{program.pid}}')\n"
            f"os.rename('part', 'pids{n}')\nwhile True: pass"
        ).replace("'part'", f"'part{n}'")
        nbformat.write(notebook(cell), tmp_path / f"{n}.ipynb")
    build = subprocess.Popen(
        [sys.executable, "-c", BUILD],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert build.stdout is not None
    zygote, folder = build.stdout.readline().split()
    pids = [int(zygote)]
    for n in range(2):
        while not (tmp_path / f"pids{n}").exists():
            assert build.poll() is None
            time.sleep(0.02)
        pids += map(int, (tmp_path / f"pids{n}").read_text().split())
    build.send_signal(number)
    assert build.wait(5) == code
    assert gone(*pids)
    assert not Path(folder).exists()


def test_a_zygote_whose_build_was_killed_before_it_heard_ends_without_a_word(
    tmp_path: Path,
) -> None:
    build = subprocess.Popen(
        [sys.executable, "-c", "import time\nfrom trailblazer.run import kernels\nkernels.start()\n"
         "print(kernels.current().pid, flush=True)\ntime.sleep(60)"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert build.stdout is not None
    zygote = psutil.Process(int(build.stdout.readline()))
    worked = -1.0
    while zygote.cpu_times().user > worked:  # until it has loaded everything, and waits
        worked = zygote.cpu_times().user
        time.sleep(1)
    build.kill()
    assert build.communicate()[1] == ""
    assert gone(zygote.pid)


def test_without_its_server_a_build_goes_on_with_plain_kernels(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    script = tmp_path / "build.py"
    script.write_text(
        "import os, signal\nfrom nbclient import NotebookClient\nimport nbformat\n"
        "from trailblazer.run import kernels\n"
        "from trailblazer.run.kernels.manager import WarmKernelManager\n"
        "kernels.start()\nassert kernels.current().ready()\n"
        "os.kill(kernels.current().pid, signal.SIGKILL)\n"
        "found = nbformat.read('0.ipynb', 4)\n"
        "NotebookClient(found, kernel_manager_class=WarmKernelManager).execute()\n"
        "print(found.cells[0].outputs[0].text)\n",
        encoding="utf-8",
    )
    nbformat.write(notebook("print('still computed')"), tmp_path / "0.ipynb")
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "still computed"
    assert done.stderr.count("Ordinary kernels are used") == 1


NOTEBOOKS = [REPOSITORY / f"{e}.ipynb" for e in contents() if e.startswith("analysis/notebooks/")]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_notebook_runs_the_same_in_a_plain_kernel(path: Path, tmp_path: Path) -> None:
    """A warm kernel hides an import that a notebook or the package forgot; a plain one does not."""
    if not (REPOSITORY / "data" / "synthetic" / "sites.csv").exists():
        pytest.skip("the synthetic set is not made yet")
    found = {}
    for kind in (WARM, PLAIN):
        target = tmp_path / f"{kind}.ipynb"
        papermill.execute_notebook(
            str(path), str(target), engine_name=kind, progress_bar=False,
            parameters={"out": str(tmp_path / "edition")},
        )  # fmt: skip
        found[kind] = outputs(target)
    assert found[WARM] == found[PLAIN]
