# Recorded values for estimates/funnel.py. Needs R with metafor 3.8 or later.
# Run from this folder: Rscript funnel.R > funnel.json
suppressMessages(library(metafor))
library(jsonlite)

sites <- read.csv("funnel.csv")
overall <- sum(sites$people) / sum(sites$pupils)
expected <- sites$pupils * overall
ratio <- sqrt(sites$people / expected)
within <- 1 / (4 * expected)
z <- (ratio - 1) / sqrt(within)
ends <- quantile(z, c(0.1, 0.9), type = 7)
phi <- sum(pmin(pmax(z, ends[1]), ends[2])^2) / length(z)
weight <- 1 / within
tau2 <- max(0, (length(z) * phi - (length(z) - 1)) / (sum(weight) - sum(weight^2) / sum(weight)))
# DerSimonian and Laird without winsorising: the same moments, from an independent implementation.
fit <- rma(yi = ratio, vi = within, method = "DL")
limit <- function(level, inflated) {
  reach <- qnorm((1 + level) / 2) * sqrt(inflated) * sqrt(within)
  list(low = 1000 * overall * pmax(0, 1 - reach)^2, high = 1000 * overall * (1 + reach)^2)
}
cat(toJSON(list(
  z = z, phi = phi, tau2 = tau2, z_additive = (ratio - 1) / sqrt(within + tau2),
  dl = list(q = fit$QE, k = fit$k, tau2 = fit$tau2, within = within),
  chance_95 = limit(0.95, 1), chance_998 = limit(0.998, 1), wide_998 = limit(0.998, phi)
), auto_unbox = TRUE, digits = NA, pretty = TRUE), "\n")
