# Cohen's kappa from R's vcd, for the tables in kappa.json itself: unweighted and with linear weights.
suppressPackageStartupMessages(library(vcd))
tables <- list(
  two = matrix(c(40, 9, 6, 65), 2),
  rare = matrix(c(3, 2, 1, 94), 2),
  four = matrix(c(11, 4, 1, 0, 2, 9, 5, 1, 0, 3, 12, 4, 1, 0, 2, 8), 4)
)
one <- function(counts) {
  found <- vcd::Kappa(counts, weights = "Equal-Spacing")
  sprintf(
    '{"counts": [%s], "kappa": %.15g, "ase": %.15g, "linear": %.15g}',
    paste(sprintf("[%s]", apply(counts, 1, paste, collapse = ", ")), collapse = ", "),
    found$Unweighted[["value"]], found$Unweighted[["ASE"]], found$Weighted[["value"]]
  )
}
cat("{", paste(sprintf('"%s": %s', names(tables), sapply(tables, one)), collapse = ",\n "), "}\n", sep = "")
