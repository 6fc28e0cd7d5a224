"""Reading a PDF through its structure: each piece of text from the sheet that it stands on."""

from __future__ import annotations

import pikepdf

from trailblazer.publish.numerals.paper import read_open


def test_a_cell_that_goes_on_over_the_page_is_read_from_both_sheets() -> None:
    pdf = pikepdf.new()
    first, second = (pdf.add_blank_page().obj for _ in range(2))
    link = pikepdf.Dictionary(S=pikepdf.Name.Link, Pg=second, K=pikepdf.Array([0]))
    cell = pikepdf.Dictionary(
        S=pikepdf.Name.TD, Pg=first, K=pikepdf.Array([pdf.make_indirect(link), 1])
    )
    pdf.Root.StructTreeRoot = pdf.make_indirect(
        pikepdf.Dictionary(K=pikepdf.Array([pdf.make_indirect(cell)]))
    )
    texts = {(1, 0): "11 ", (1, 1): "12 ", (2, 0): "21 ", (2, 1): "22 "}
    (read,) = read_open(pdf, texts)
    assert read.numerals == ("21", "12")
