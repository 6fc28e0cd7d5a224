"""LaTeX in Typst's words: every form the methods pages may use compiles, and bad LaTeX is told."""

from __future__ import annotations

import pytest
import typst

from trailblazer.publish import latex
from trailblazer.publish.typst import escape
from trailblazer.publish.typst.formulas import from_latex


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"x_i^2", "attach(x, b: i, t: 2)"),
        (r"\frac{a}{b}", "frac(a, b)"),
        (r"\hat{p}", "hat(p)"),
        (r"\bar{x}", "overline(x)"),
        (r"\sqrt{n}", "sqrt(n)"),
        (r"\sqrt[3]{n}", "root(3, n)"),
        (r"\log p", 'op("log") p'),
        (r"\max_i x", 'attach(op("max", limits: #true), b: i) x'),
        (r"\text{if } x", '"if\u00a0" x'),
        (r"a, b", r"a \, b"),
        (r"\left( x \right)", r"lr(\( x \))"),
        (r"\mathrm{Va}", "upright(V) upright(a)"),
    ],
)
def test_reads(source: str, expected: str) -> None:
    assert from_latex(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        r"\binom{n}{k} p^k (1-p)^{n-k} \ge \alpha",
        r"\sum_{i=1}^{n} w_i x_i \Big/ \sum_i w_i \quad \text{for all } i",
        r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        r"\begin{align*} a &= b \\ c &= d \end{align*}",
        r"\lim_{n \to \infty} \overline{ab} \underset{i}{x} \prod_{k=1}^{K} \{ a_k ; b \}",
        r"\# \% \$ \_ \& \hat{\theta} \tilde{x} \to \infty",
        r"\operatorname{logit}(p) \cdot 95\% \in [0, 1] \mid f'(x) \times 1{,}000 \"q\"",
    ],
)
def test_is_typst_that_compiles(source: str) -> None:
    text = f"#math.equation(alt: {escape.string(source)}, ${from_latex(source)}$.body)"
    assert typst.compile(text.encode(), format="svg", ignore_system_fonts=True)


@pytest.mark.parametrize("source", [r"\frac{a}", r"\left( x", r"x_1_2", "a & b"])
def test_unreadable_latex_is_quoted(source: str) -> None:
    with pytest.raises(latex.FormulaError, match="cannot be read") as told:
        latex.mathml(source, display=True)
    assert repr(source) in str(told.value)


def test_mathml_keeps_the_latex_for_those_who_read_it() -> None:
    made = latex.mathml(r" \frac{a}{b} ", display=True)
    assert made.startswith('<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"')
    assert r'alttext="\frac{a}{b}"' in made


@pytest.mark.parametrize("text", ["#x", "$5 * 2_a_ `c` <l> @r [b] ~ // = - + 1. /*", 'a "b" \\ \n'])
def test_no_text_is_read_as_markup(text: str) -> None:
    source = f"#metadata([{escape.content(text)}]) <it>"
    assert typst.compile(f"{source}\n{escape.content(text)}".encode(), format="svg")
