"""A set whose every free text tries to be something else than text, and what each must look like.

What a set says is data: whoever filled it in may have pasted markup without meaning harm, or
meant it. Each text here would do something if any part of the project read it as more than text.
"""

from __future__ import annotations

import json
from itertools import cycle
from pathlib import Path

from tests.planted import edits

# A script, a picture or a request of these would be seen: nothing else asks for this address.
AWAY = "https://away.invalid"
RAN = "window.ran=true"

HTML = (
    f"<script>{RAN}</script> in a script",
    f'"><img src=x onerror="{RAN}"> in a picture',
    f"</title></style><svg onload={RAN}> in a drawing",
    f'<a href="javascript:{RAN}">in a link</a>',
    f'<iframe src="{AWAY}/frame"></iframe> in a frame',
    "&lt;b&gt; and &#60;i&#62; and &amp;amp; in entities",
    "<!-- in a comment --> and ]]> and <![CDATA[ after",
)
MYST = (
    "{value}`edition.title` and {headline}`milestone` in roles",
    "{download}`a file </../../../etc/passwd>` in a download",
    "```{include} /etc/passwd``` in a fence",
    ":::{raw} html in a colon fence",
    f"[in a link](javascript:{RAN}) and ![in a picture]({AWAY}/picture.png)",
    f"{AWAY}/plain and <{AWAY}/angle> in addresses",
    "$x^2$ and $$y_i$$ and \\(z\\) in formulas",
    "|tables| and [^note] and [@cited] and (target)= in references",
    "% in a comment",
    "# in a heading",
    "* - in a cell of a list",
    "- in a list",
    "+++ in a break",
    "> in a quotation",
    "--- in a rule",
    "**bold** and _slanted_ and `code` and ~~struck~~ in emphasis",
    "\\ in a backslash and at the end \\",
    "term: in a list\u2028of definitions",
)
TYPST = (
    '#eval("panic()") and #read("/etc/passwd") in code',
    '#image("/etc/passwd") and #include "/etc/passwd" in paths',
    '@reference and <label> and ] and [ and "quoted" in markup',
    "// in a comment /* and */ another",
    "= in a heading of Typst",
    "/ term: in a list of Typst",
)
JINJA = ("{{ cycler.__init__.__globals__ }} in braces", "{% include '/etc/passwd' %} in a template")
PYTHON = (
    "__import__('os').system('false') in Python",
    "{held.__class__} and {0} and %s in a format",
    "'); DROP TABLE teams; -- in a query",
)
FORMULAS = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://away.invalid/sheet","in a sheet")',
    "+cmd in a sum",
    "-cmd in a difference",
    "@SUM(A:A) in a function",
)
LETTERS = (
    "\u200f\u202bto the left\u202c in a direction",
    "z\u200be\u200cr\u200do\ufeff widths in a word",
    f"{'unbroken' * 20} in one word",
    "combined Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d marks",
)
EVERY = (*HTML, *MYST, *TYPST, *JINJA, *PYTHON, *FORMULAS, *LETTERS)

# Every column of the dictionary that may hold any text, with what it must not lose by it.
COLUMNS = (
    ("sites", "site_name"), ("codelists", "label"), ("codelists", "definition"),
    ("population", "relative_need_source"), ("survey_items", "question"), ("codes", "name"),
    ("codes", "definition"), ("codes", "include"), ("codes", "exclude"), ("codes", "polarity"),
    ("framework", "summary"), ("quotes", "text"), ("quotes", "attribution"),
    ("judgements", "reason"),
)  # fmt: skip
TITLE = f"A <b>set</b> {{value}}`x` #eval <img src=x onerror={RAN}> $y$ @z"
VERSION = f"v<script>{RAN}</script>[a](javascript:{RAN})"
OBSERVED = f'Seen "><img src={AWAY}/seen.png> {{{{ a }}}} #read("/etc/passwd") % $x$.'


def plant(folder: Path) -> None:
    """Put a text that is not meant as one wherever a set may hold any."""
    for table, column in COLUMNS:
        with edits.table(folder, table) as frame:
            turns = cycle(EVERY)
            for row in frame.index[frame[column] != ""]:
                frame.loc[row, column] = next(turns)
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    package |= {"name": "../../etc", "title": TITLE, "version": VERSION, "description": HTML[0]}
    package["period"]["description"] = OBSERVED
    package["contributors"] = [{"title": text, "path": f"javascript:{RAN}"} for text in HTML]
    package["licenses"] = [{"title": text, "path": "/etc/passwd"} for text in MYST]
    path.write_text(json.dumps(package, ensure_ascii=True), "utf-8")
    with edits.table(folder, "time_use") as time_use:
        for name in ("__class__", "<script>", "=1+1", "eval('1')", "{{ a }}"):
            time_use[name] = "=1+1"
