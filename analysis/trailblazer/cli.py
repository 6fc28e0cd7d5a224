"""The command line: ``trailblazer build``, ``check``, ``import``, ``explain`` and the rest."""

from __future__ import annotations

import sys
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from trailblazer.errors import ParameterError, TrailblazerError

app = typer.Typer(
    help="An evaluation report that recomputes itself.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog=(
        "Exit codes: 0 done; 1 other failure; 2 an option or parameter is wrong; 3 the set cannot "
        "be used; 4 a notebook failed; 5 the pages could not be made; 6 the register of claims is "
        "at fault; 130 stopped by hand."
    ),
)


class KernelKind(StrEnum):
    """How notebooks get their Python: forked from a process with its libraries loaded, or not."""

    warm = "warm"
    plain = "plain"


STOPPED = 130  # the exit code after Ctrl-C, as shells have it
err = Console(stderr=True, highlight=False, soft_wrap=True)


@app.command()
def build(
    data: Annotated[str, typer.Option(help="The set: a folder or a name in data/.")] = "synthetic",
    out: Annotated[Path, typer.Option(help="Where the edition goes.")] = Path("_build"),
    site: Annotated[str, typer.Option(help="One site only, by its id.")] = "",
    policy: Annotated[
        str, typer.Option(help="nhs_england (real data), threshold_10 or none (invented).")
    ] = "auto",
    uncontrolled: Annotated[
        bool, typer.Option("--uncontrolled", help="Allow --policy none for real data.")
    ] = False,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="A notebook's setting, as NAME=VALUE.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Notebooks at a time; 0: a few.")] = 0,
    pdf: Annotated[bool, typer.Option(help="Make the PDF too.")] = True,
    kernel: Annotated[
        KernelKind, typer.Option(help="Warm kernels are quicker; plain ones are ordinary.")
    ] = KernelKind.warm,
    fresh: Annotated[bool, typer.Option("--fresh", help="Use nothing kept from before.")] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", "--explain", help="Say what would run, and why."),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what went wrong.")] = False,
) -> None:
    """Compute the report from a set: the site, the PDF and the data behind them."""
    from trailblazer.publish.order import Order
    from trailblazer.run.execute import usual_workers

    order = Order(
        data=data, out=out, site=site, policy=policy, uncontrolled=uncontrolled,
        settings=_pairs(settings),
        workers=jobs or usual_workers(), pdf=pdf, kernel=kernel.value, fresh=fresh,
    )  # fmt: skip
    tell = (lambda _: None) if quiet else _tell
    if order.nothing_to_do():
        from trailblazer.publish.swap import recover

        recover(order.target)
        tell("Nothing has changed: the report is up to date.")
    elif dry_run:
        from trailblazer.publish.edition import explain

        print("\n".join(explain(order)))
        return
    else:
        from trailblazer.publish.edition import build

        build(order, tell)
    tell(f"The report is in {order.target / 'html' / 'index.html'}")


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="Where the forms go; must not exist yet.")],
) -> None:
    """Start a set of your own: forms for Excel and as CSV, the dictionary, and a guide."""
    from trailblazer.data.forms.new import new_set

    new_set(folder)
    print(f"The forms are in {folder}. Go on with {folder / 'README.md'}")


@app.command()
def check(
    folder: Annotated[str, typer.Argument(help="The set: a folder or a name in data/.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print everything found as JSON, and nothing else.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(help="Write everything found as a page to this file.")
    ] = None,
) -> None:
    """Check a set: every problem in plain words, and which claims it touches."""
    from trailblazer.data.check import check
    from trailblazer.errors import InputError
    from trailblazer.review import checked
    from trailblazer.review.checked_page import write_page

    report = checked.report(folder, check(folder))
    if html is not None:
        write_page(html, report)
    print(checked.as_json(report) if as_json else checked.notices_as_text(report), end="")
    if report.groups:
        raise InputError("" if as_json else checked.problems_as_text(report))
    if not as_json:
        print("No problems found.")


@app.command()
def synthesise(
    folder: Annotated[Path, typer.Argument(help="Where the set goes; must not exist yet.")],
    recipe: Annotated[
        Path | None, typer.Option(help="The recipe; the one of data/synthetic unless given.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The seed: the same seed makes the same set.")] = 2018,
) -> None:
    """Make a synthetic set from a recipe."""
    from trailblazer.data.synthesise import synthesise
    from trailblazer.places import REPOSITORY

    if folder.exists():
        raise ParameterError(f"{folder} exists already and is left alone. Choose another folder.")
    synthesise(folder, recipe or REPOSITORY / "data" / "synthetic" / "recipe.yml", seed)
    print(f"The set is in {folder}")


@app.command(name="import")
def import_(
    source: Annotated[
        Path,
        typer.Argument(
            help="A table or survey (.csv, .xlsx, .parquet, .sav, .dta), a .qdpx project, a .qdc "
            "codebook or a list of coded segments."
        ),
    ],
    into: Annotated[Path, typer.Option(help="The folder of the set it goes into.")],
    kind: Annotated[
        str, typer.Option("--as", help="What it holds: a table's name, or survey.")
    ] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Put what is imported in the place of what is there.")
    ] = False,
) -> None:
    """Bring in a file of another program: copies it and drafts mapping.yml, for you to finish.

    For coded material the same command, given again, then writes the tables.
    """
    from trailblazer.data.imports.bring import bring_in

    brought = bring_in(source, into, kind=kind, replace=replace)
    for note in brought.notes:
        print(note)
    for path in brought.files:
        print(f"In the folder: {path}")
    if brought.then:
        print(brought.then)


@app.command()
def export(
    data: Annotated[str, typer.Argument(help="The set: a folder or a name in data/.")],
    to: Annotated[Path, typer.Option(help="A .qdpx project, or a .qdc codebook.")],
) -> None:
    """Write a set's codebook and codings for NVivo, MAXQDA, ATLAS.ti or QualCoder."""
    from trailblazer.data.imports.bring import send_out

    send_out(data, to)
    print(f"Written: {to}")


@app.command()
def explain(
    name: Annotated[str, typer.Argument(help="A claim (time-use) or a value (time-use.direct).")],
    edition: Annotated[Path, typer.Option(help="The edition to read.")] = Path("_build"),
) -> None:
    """Say where a verdict or a value comes from: claim, estimate, notebook, tables, rows."""
    from trailblazer.review.explain import explain

    print(explain(name, edition))


def main() -> None:
    """Run the command line; a user's mistake is a message and an exit code, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal may lack letters that a set has
            stream.reconfigure(errors="replace")
    try:
        app()
    except TrailblazerError as error:
        if str(error):
            err.print(str(error), markup=False)
        sys.exit(error.exit_code)
    except Exception as error:
        if not _stopped_by_hand(error):
            raise
        sys.exit(STOPPED)


def _stopped_by_hand(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind an error: Python 3.11 wraps it when it comes as a class is made."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__
    return error is not None


def _pairs(settings: list[str] | None) -> dict[str, str]:
    pairs = {}
    for text in settings or []:
        name, equals, value = text.partition("=")
        if not equals:
            raise ParameterError(f'--set "{text}": write NAME=VALUE, such as deadline_months=11.')
        pairs[name.strip()] = value.strip()
    return pairs


def _tell(words: str) -> None:
    err.print(words, markup=False)
