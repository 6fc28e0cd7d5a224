"""What would tell of the machine and the moment an edition was made on, and a search for it."""

from __future__ import annotations

import getpass
import io
import re
import socket
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import yaml

from tests.planted import markers
from trailblazer.places import REPOSITORY
from trailblazer.publish.offer import CITATION

# The one file of an edition that says where and when it was made; it is not part of the site.
TOLD_IN = "run.json"
# Names that are words of the language or of programs, and tell of nobody.
COMMON = {"root", "user", "admin", "runner", "ubuntu", "debian", "vm", "localhost", "build"}
# An absolute path of a system this may be made on; of any other program's text it is none.
PATHS = re.compile(
    r"(?<![\w.~/:<-])/(?:home|Users|root|tmp|private|var|mnt|opt|work|workspace|builds?)/[\w.~-]+"
    r"|\b[A-Z]:\\\\?(?:Users|Temp|Windows)\\|file://+[\w/]"
)


def of_this_run(*more: Path) -> list[str]:
    """What only this machine, its user and this run can have put into a file."""
    folders = {str(path) for path in (REPOSITORY, Path(tempfile.gettempdir()) / "pytest", *more)}
    home = str(Path.home())
    names = {getpass.getuser(), socket.gethostname(), socket.getfqdn().partition(".")[0]}
    return sorted(folders | ({home} - {"/"}) | {n for n in names if n.lower() not in COMMON})


def moments(now: datetime) -> re.Pattern[str]:
    """A clock as programs write it: a day near this one with a time, or seconds since 1970."""
    days = [now + timedelta(days=n) for n in (-1, 0, 1)]
    written = "|".join(f"{d:%Y-%m-%d}|{d:%Y%m%d}|{d:%a %b %d}|{d:%d %b %Y}" for d in days)
    seconds = f"{int(now.timestamp()):d}"[:5]  # of about a day
    return re.compile(rf"(?<!\d)(?:{written})|(?<![\d.]){seconds}\d{{5}}(?:\.\d+)?(?![\d.])")


def found(edition: Path, *more: Path) -> list[str]:
    """Where an edition tells of a path, a name or a clock; ``run.json`` alone may."""
    names, clock = of_this_run(*more), moments(datetime.now(UTC))
    # The day of the version is the same whenever it is built, also on that day.
    released = str(yaml.safe_load((REPOSITORY / CITATION).read_text("utf-8"))["date-released"])
    faults = []
    for place, text in _texts(edition):
        if place.partition(" ")[0] == TOLD_IN:
            continue
        faults += [f"{place}: {name}" for name in names if re.search(_word(name), text)]
        faults += [f"{place}: {match[0]}" for match in PATHS.finditer(text)]
        moments_in = [match[0] for match in clock.finditer(text)]
        faults += [f"{place}: {moment}" for moment in moments_in if moment != released]
    return faults


def _word(name: str) -> str:
    return rf"(?<!\w){re.escape(name)}(?!\w)"


def _texts(edition: Path) -> Iterator[tuple[str, str]]:
    yield from markers.texts(edition)
    for path in sorted(edition.rglob("*")):
        place = path.relative_to(edition).as_posix()
        if path.suffix == ".pdf":
            yield from _of_pdf(path, place)
        elif path.suffix in (".xlsx", ".zip"):
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                for info in archive.infolist():
                    yield f"{place} {info.filename}", "{:04}-{:02}-{:02}".format(*info.date_time)


def _of_pdf(path: Path, place: str) -> Iterator[tuple[str, str]]:
    with pikepdf.open(path) as pdf:
        yield f"{place} properties", " ".join(map(str, pdf.docinfo.values()))
        with pdf.open_metadata() as metadata:
            yield f"{place} metadata", str(metadata)
