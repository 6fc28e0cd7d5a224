"""The notebooks that every way runs: seven kinds of small analyses of one table of contacts.

Each is self-contained, as notebooks are: it imports its libraries, reads the table, estimates
with statsmodels or scipy and draws one or two figures. Copies differ in their draw of rows, so
that no way may take one for another.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROWS = 50_000
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

IMPORTS = """\
%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
"""
READ = """\
contacts = pd.read_csv(data, parse_dates=["day"]).sample(frac=0.8, random_state=draw)
contacts["month"] = contacts["day"].dt.month
contacts.describe()
"""
KINDS: dict[str, tuple[str, ...]] = {
    "trend": (
        "by_month = contacts.groupby(['month', 'site'])['minutes'].mean().reset_index()",
        "import statsmodels.formula.api as smf\n"
        "fit = smf.ols('minutes ~ month', by_month).fit()\nfit.params",
        "sns.lineplot(by_month, x='month', y='minutes', hue='site')\nplt.show()",
        "sns.histplot(contacts, x='minutes', hue='kind', bins=30)\nplt.show()",
    ),
    "regression": (
        "import statsmodels.formula.api as smf",
        "fit = smf.ols('change ~ minutes + C(kind)', contacts).fit()",
        "fit.params.to_frame('estimate').assign(low=fit.conf_int()[0], high=fit.conf_int()[1])",
        "fig, ax = plt.subplots()\n"
        "ax.errorbar(fit.params, range(len(fit.params)), xerr=fit.bse, fmt='o')\nplt.show()",
        "sns.regplot(contacts.head(500), x='minutes', y='change', seed=draw)\nplt.show()",
    ),
    "odds": (
        "import statsmodels.formula.api as smf\ncontacts['came'] = contacts['came'].astype(int)",
        "fit = smf.logit('came ~ age + C(kind)', contacts).fit(disp=False)\nnp.exp(fit.params)",
        "sns.barplot(contacts, x='kind', y='came', errorbar=None)\nplt.show()",
        "sns.pointplot(contacts, x='month', y='came', hue='kind', errorbar=None)\nplt.show()",
    ),
    "difference": (
        "from scipy import stats",
        "early, late = contacts[contacts.month <= 6].change, contacts[contacts.month > 6].change",
        "test = stats.ttest_ind(early, late, equal_var=False)\nround(test.statistic, 6)",
        "contacts['half'] = np.where(contacts.month <= 6, 'first', 'second')",
        "sns.boxplot(contacts, x='kind', y='change', hue='half')\nplt.show()",
        "sns.violinplot(contacts, x='half', y='minutes')\nplt.show()",
    ),
    "shape": (
        "from scipy import stats",
        "shape, _, scale = stats.gamma.fit(contacts.minutes.head(2000), floc=0)\nround(shape, 6)",
        "fig, ax = plt.subplots()\nax.hist(contacts.minutes, bins=40, density=True)\n"
        "at = np.linspace(1, 120, 200)\nax.plot(at, stats.gamma.pdf(at, shape, scale=scale))\n"
        "plt.show()",
        "stats.probplot(contacts.change.head(1000), plot=plt.subplots()[1])\nplt.show()",
    ),
    "association": (
        "from scipy import stats",
        "counts = pd.crosstab(contacts.site, contacts.kind)\ncounts",
        "chi2, p, df, expected = stats.chi2_contingency(counts)\nround(chi2, 6)",
        "sns.heatmap((counts - expected) / np.sqrt(expected), annot=True, fmt='.1f')\nplt.show()",
        "sns.countplot(contacts, x='site', hue='kind')\nplt.show()",
    ),
    "rates": (
        "import statsmodels.api as sm\nimport statsmodels.formula.api as smf",
        "counts = contacts.groupby(['site', 'month']).size().rename('n').reset_index()",
        "fit = smf.glm('n ~ C(site)', counts, family=sm.families.Poisson()).fit()\n"
        "np.exp(fit.params)",
        "sns.stripplot(counts, x='site', y='n', jitter=False)\nplt.show()",
        "grid = sns.FacetGrid(contacts, col='kind', height=2.5)\n"
        "grid.map_dataframe(sns.histplot, x='age', bins=20)\nplt.show()",
    ),
}


def make_notebooks(folder: Path, count: int) -> Path:
    """Write the table and ``count`` notebooks below ``folder``; returns the notebooks' folder."""
    notebooks = folder / "notebooks"
    notebooks.mkdir(parents=True)
    table = folder / "contacts.csv"
    _contacts().to_csv(table, index=False)
    for number in range(count):
        kind = list(KINDS)[number % len(KINDS)]
        nbformat.write(_notebook(kind, number, table), notebooks / f"{number:02d}-{kind}.ipynb")
    return notebooks


def _contacts() -> pd.DataFrame:
    rng = np.random.default_rng(2018)
    minutes = rng.gamma(4, 10, ROWS).round(1)
    kind = rng.choice(["advice", "direct", "whole school"], ROWS, p=[0.3, 0.5, 0.2])
    return pd.DataFrame(
        {
            "day": pd.Timestamp("2019-01-01") + pd.to_timedelta(rng.integers(0, 365, ROWS), "D"),
            "site": rng.choice([f"site-{letter}" for letter in "abcdef"], ROWS),
            "kind": kind,
            "age": rng.integers(5, 19, ROWS),
            "minutes": minutes,
            "change": (0.02 * minutes + (kind == "direct") + rng.normal(0, 3, ROWS)).round(2),
            "came": rng.random(ROWS) < 0.8,
        }
    )


def _notebook(kind: str, draw: int, table: Path) -> nbformat.NotebookNode:
    parameters = f"data = {str(table)!r}\nout = '.'\ndraw = {draw}"
    sources = [IMPORTS.strip(), READ.strip(), *KINDS[kind]]
    cells = [
        new_markdown_cell(f"# {kind.capitalize()} {draw}", id="title"),
        new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}),
        *(new_code_cell(text, id=f"cell-{place}") for place, text in enumerate(sources)),
    ]
    made: nbformat.NotebookNode = new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    return made
