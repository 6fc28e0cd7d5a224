"""Pages that are taken as read come out, byte for byte, as those of a book read from nothing."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.environment import BuildEnvironment

from trailblazer import digests
from trailblazer.publish.maker import Builder, Maker
from trailblazer.publish.numerals.verify import kept_beside
from trailblazer.publish.stage import KEPT, read_by, sources, stage

pytestmark = pytest.mark.slow

BUILDERS: tuple[Builder, ...] = ("html", "typstpdf")


# Settings and sizes of notebooks, which are other pages; and the list of references.
ALWAYS_READ = {"methods/assumptions", "about/downloads", "about/references"}
EDITED = {
    "words": {"about/questions", "findings/time-use"},
    "structure": {
        "methods/rules", "about/cite", "about/questions", "methods/limits", "methods/facts"
    },
}  # fmt: skip


def environment(folder: Path) -> BuildEnvironment:
    """What Sphinx noted of the pages that it read."""
    env = pickle.loads((folder / ENV_PICKLE_FILENAME).read_bytes())  # noqa: S301 - of this test
    assert isinstance(env, BuildEnvironment)
    return env


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def words(book: Path) -> None:
    """A sentence of a page, and one of a notebook."""
    replace(
        book / "about" / "questions.md", "All of it is on one page", "Everything is on one page"
    )
    replace(book / "findings" / "time-use.ipynb", "three core functions", "three main functions")


def structure(book: Path) -> None:
    """A title, a label that others refer to, a citation more, and a table fewer."""
    replace(book / "methods" / "rules.md", "# The rules of judgement", "# How verdicts are given")
    replace(book / "about" / "cite.md", "# How to cite", "(to-cite)=\n# How to cite")
    replace(book / "about" / "questions.md", "{doc}`downloads`", "{doc}`downloads`, {ref}`to-cite`")
    replace(book / "methods" / "limits.md", ".\n", " {cite:p}`ocathain2010`.\n")
    replace(book / "methods" / "facts.md", "```{flags}\n```", "They are many.")


@pytest.fixture(scope="module")
def make(edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make the pages of the edition with a builder, edited, with what was read before or not."""
    settings: dict[str, Any] = {
        "trailblazer_edition": str(edition),
        "typst_stamp": "Synthetic data",
        "html_theme_options": {"announcement": "Synthetic data"},
    }

    def made(builder: Builder, edit: Callable[[Path], None], kept: Path | None = None) -> Path:
        work = tmp_path_factory.mktemp("pages")
        stage(edition, work / "book")
        edit(work / "book")
        maker = Maker()
        try:
            known = {KEPT: str(kept)} if kept else {}
            maker.ask(builder, work / "book", work / "out", {**settings, **known})
            maker.wait()
        finally:
            maker.close()
        return work

    return made


@pytest.fixture(scope="module")
def before(make: Callable[..., Path]) -> Mapping[Builder, Path]:
    """What each builder read of the book as it is."""
    with ThreadPoolExecutor(2) as pool:
        works = pool.map(make, BUILDERS, [lambda _: None] * 2)
    return {builder: read_by(builder, work) for builder, work in zip(BUILDERS, works, strict=True)}


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize("edit", [words, structure])
def test_pages_are_as_from_nothing(
    builder: Builder,
    edit: Callable[[Path], None],
    make: Callable[..., Path],
    before: Mapping[Builder, Path],
) -> None:
    with ThreadPoolExecutor(2) as pool:
        again = pool.submit(make, builder, edit, before[builder])
        nothing = pool.submit(make, builder, edit)
    one, other = again.result(), nothing.result()
    made = digests.of_tree(one / "out", ["."])
    assert made == digests.of_tree(other / "out", ["."])
    assert len(made) > 2
    ledgers = [kept_beside(work, builder).read_bytes() for work in (one, other)]
    assert ledgers[0] == ledgers[1]
    then, now = environment(before[builder]), environment(read_by(builder, one))
    read = {page for page, when in now.all_docs.items() if when != then.all_docs[page]}
    assert read == ALWAYS_READ | EDITED[edit.__name__]


def test_a_page_that_looks_at_others_is_always_read(before: Mapping[Builder, Path]) -> None:
    pages = {Path(name).with_suffix("").as_posix() for name in sources()}
    for builder, folder in before.items():
        env = environment(folder)
        assert env.reread_always <= ALWAYS_READ, builder
        assert set(env.all_docs) == pages
