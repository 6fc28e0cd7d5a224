# Recorded values for estimates/rate_ratio.py and estimates/equity.py. Needs R with metafor 4.
# Run from this folder: Rscript equity.R > equity.json
suppressMessages(library(metafor))
library(jsonlite)

cells <- read.csv("equity.csv")
pooled <- function(groups, base) {
  own <- aggregate(cbind(people, base) ~ site_id, transform(cells, base = base)[cells$group %in% groups, ], sum)
  other <- transform(cells, base = base)[cells$group == "white", ]
  both <- merge(own, other, by = "site_id")
  fit <- rma.mh(
    x1i = people.x, t1i = base.x, x2i = people.y, t2i = base.y, data = both,
    measure = "IRR", correct = FALSE
  )
  list(ratio = exp(as.numeric(fit$beta)), low = exp(fit$ci.lb), high = exp(fit$ci.ub), p = fit$pval)
}
others <- c("asian", "black", "mixed", "other")
need <- cells$pupils * cells$relative_need
each <- lapply(setNames(others, others), pooled, base = need)
exact <- lapply(split(cells, cells$group), function(g) {
  test <- poisson.test(sum(g$people), sum(g$pupils) / 1000)
  list(rate = as.numeric(test$estimate), low = test$conf.int[1], high = test$conf.int[2])
})
cat(toJSON(list(
  crude = pooled(others, cells$pupils), adjusted = pooled(others, need),
  crude_each = lapply(setNames(others, others), pooled, base = cells$pupils),
  adjusted_each = each,
  p_adjusted = as.list(p.adjust(sapply(each, `[[`, "p"), "BH")), exact_rates = exact
), auto_unbox = TRUE, digits = NA, pretty = TRUE), "\n")
