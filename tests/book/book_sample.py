"""A small Jupyter Book that holds one of everything the report uses, and a way to build it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import nbformat
from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

CONFIG = """\
title: A small report
author: Ada Lovelace, Mary Seacole
only_build_toc_files: true
bibtex_bibfiles: [references.bib]
execute: {execute_notebooks: "off"}
parse:
  myst_enable_extensions: [amsmath, colon_fence, deflist, dollarmath, tasklist,
    attrs_inline, attrs_block]
sphinx:
  recursive_update: true
  extra_extensions: [trailblazer.publish.accessible, trailblazer.publish.typst]
  config:
    language: en-GB
    project: A small report
    html_math_renderer: mathml
    nb_render_markdown_format: myst
    numfig: true
    nb_mime_priority_overrides: [[html, text/markdown, 1]]
    html_copy_source: false
    html_show_sourcelink: false
    html_theme_options: {use_download_button: false}
"""

TOC = """\
format: jb-book
root: index
parts:
  - caption: Methods
    chapters:
      - file: methods
  - caption: Findings
    chapters:
      - file: findings
        sections:
          - file: references
"""

INDEX = """\
# Summary

The **whole** in *brief*: `code`, {sup}`a`{sub}`b`, "quoted"
#1 $ & \\<tags> @home [z] ~ it's 50% - 60%.
See {doc}`findings`, {ref}`the method <method>` and [the maker](https://example.org/a_b#c).

:::{admonition} Is this real data?
:class: synthetic
No. It is synthetic.
:::

::::{grid} 2
:::{grid-item-card} {ref}`Time use <time-use>`
Text of the first card.
:::
:::{grid-item-card} Second
:link: method
:link-type: ref
:footer: Its footer
Text of the second card.
:::
::::

:::{dropdown} More about it
Hidden in the site until opened.
:::

::::{tab-set}
:::{tab-item} One
First tab.
:::
:::{tab-item} Two
Second tab.
:::
::::

- [x] done
- [ ] to do
"""

METHODS = """\
(method)=
# How it was done

A note.[^one] The same note.[^one] A source {cite:p}`ellins2021`.

[^one]: The note says **this**.

The share is $\\hat{p} = x / n$, and its interval:

$$
\\frac{\\hat{p} + z^2 / 2n}{1 + z^2 / n} \\pm \\frac{z}{n} \\sqrt{\\frac{x (n - x)}{n}}
$$ (wilson)

as {eq}`wilson` says.

## Words

Team
: A group of people who work together.

Setting
: A school or a college.

1. First
2. Second
   - nested

{.claim attribution="A leader"}
> Practitioners are leaving.

{.verdict-line}
[Partly supported]{.verdict .verdict-partly_supported} beside
[Supported]{.verdict .verdict-supported}, [Not supported]{.verdict .verdict-not_supported} and
[Insufficient evidence]{.verdict .verdict-insufficient}.

{.headline}
These data show that some leave.

```{note}
Weigh this.
```

```python
print("a listing")
```

{bdg-primary}`new`

---

## Wide

```{list-table} A table with long text
:name: tab-wide
:header-rows: 1
:stub-columns: 1

* - Claim
  - Rule
  - Why
  - Evidence
* - Time
  - At least half of the time is spent in direct support, as the evaluation said it should be
  - A half is the least share that the words "most of the time" allow in plain English
  - Monitoring
```
"""

REFERENCES = """\
# Sources

```{bibliography}
:style: alpha
```
"""

BIBLIOGRAPHY = """\
@techreport{ellins2021,
  author = {Ellins, Jo}, title = {Early evaluation}, institution = {BRACE}, year = {2021}
}
"""

FIGURE = """\
:::{figure} figures/time.svg
:name: fig-time
:alt: Bar chart. Direct support takes 52% of the time.

How time is used, **n = 2**.
:::
"""

SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="300" height="90" viewBox="0 0 300 90">
<rect x="10" y="10" width="200" height="20" fill="#12436D"/>
<rect x="10" y="50" width="120" height="20" fill="#28A197"/>
</svg>
"""


def long_table(rows: int = 60) -> str:
    """A list table that runs over the foot of a page."""
    lines = [
        "```{list-table} Time use by team", ":name: tab-time", ":header-rows: 1",
        ":stub-columns: 1", "", "* - Team", "  - Percent",
    ]  # fmt: skip
    for number in range(rows):
        lines += [f"* - Team {number}", f"  - {number}%"]
    return "\n".join([*lines, "```"])


def notebook() -> str:
    """An executed notebook whose cells printed MyST, as those of the report do."""
    opening = "(time-use)=\n# Time use\n\n{numref}`fig-time` and {numref}`tab-time`."
    cells = [nbformat.v4.new_markdown_cell(opening, id="opening")]
    for name, text in (("figure", FIGURE), ("table", long_table())):
        data = {"text/markdown": text, "text/html": "<p>for Jupyter</p>"}
        output = nbformat.v4.new_output("display_data", data=data)
        metadata = {"tags": ["hide-input"]}
        cells.append(
            nbformat.v4.new_code_cell("show()", id=name, outputs=[output], metadata=metadata)
        )
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    made.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    return nbformat.writes(made)


def write(folder: Path, **pages: str) -> Path:
    """Write the sample book into a folder; ``pages`` replace files by their name without suffix."""
    files = {
        "_config.yml": CONFIG, "_toc.yml": TOC, "index.md": INDEX, "methods.md": METHODS,
        "findings.ipynb": notebook(), "references.md": REFERENCES,
        "references.bib": BIBLIOGRAPHY, "figures/time.svg": SVG,
    }  # fmt: skip
    files |= {f"{name}.md": text for name, text in pages.items()}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def build(builder: str, source: Path, out: Path, **settings: Any) -> Path:
    """Build a book with one builder; a warning is an error. Returns ``out``."""
    config, _ = get_final_config(
        user_yaml=source / "_config.yml",
        cli_config={"latex_individualpages": False, "external_toc_path": str(source / "_toc.yml")},
        sourcedir=source,
    )
    with patch_docutils(None), docutils_namespace():
        app = Sphinx(
            srcdir=source, confdir=None, outdir=out, doctreedir=out.parent / "doctrees",
            buildername=builder, confoverrides=config | settings, status=None,
            warning=io.StringIO(), warningiserror=True,
        )  # fmt: skip
        app.build(force_all=True)
    return out
