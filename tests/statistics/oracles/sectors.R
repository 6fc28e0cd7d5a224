# Recorded values for estimates/sectors.py. Needs R with survey 4.1 or later.
# Run from this folder: Rscript sectors.R > sectors.json
suppressMessages(library(survey))
library(jsonlite)

all <- read.csv("survey.csv", na.strings = "")
frame <- all[all$disposition != "ineligible", ]
# The made survey as one of people: regions stand for sectors.
named <- c(london = "education", midlands = "nhs_other")
frame$sector <- ifelse(frame$region %in% names(named), named[frame$region], frame$region)
scale <- c("strongly_agree", "agree", "neither", "disagree", "strongly_disagree")
answered <- frame$disposition %in% c("complete", "partial") & frame$answer %in% scale
stopifnot(all(table(frame$sector[answered]) >= 5))
placed <- frame[answered, ]
placed$base <- nrow(frame) / nrow(placed)
placed$fraction <- nrow(placed) / nrow(frame)
placed$agree <- as.numeric(placed$answer %in% scale[1:2])
placed$disagree <- as.numeric(placed$answer %in% scale[4:5])
placed$employer <- ifelse(placed$sector == "nhs_other", "nhs", "outside")

design <- svydesign(ids = ~site_id, weights = ~base, fpc = ~fraction, data = placed)
raked <- rake(
  design, list(~sector), list(setNames(as.data.frame(table(frame$sector)), c("sector", "Freq"))),
  control = list(maxit = 500, epsilon = 1e-12)
)
# Korn and Graubard's limits on R's variance, with the answers and sites of the domain.
share <- function(formula, rows) {
  found <- svymean(formula, subset(raked, rows))
  p <- as.numeric(coef(found))
  n <- sum(rows)
  df <- length(unique(placed$site_id[rows])) - 1
  effective <- p * (1 - p) / as.numeric(vcov(found)) * (qt(0.975, n - 1) / qt(0.975, df))^2
  list(
    value = p, n = n,
    low = qbeta(0.025, p * effective, (1 - p) * effective + 1),
    high = qbeta(0.975, p * effective + 1, (1 - p) * effective)
  )
}
outside <- placed$employer == "outside"
w <- weights(raked)
answers <- function(own) as.list(tapply(w[own], factor(placed$answer[own], scale), sum, default = 0) / sum(w[own]))
known <- list(
  agree_outside = share(~agree, outside), disagree_outside = share(~disagree, outside),
  disagree_inside = share(~disagree, !outside), answers = answers(placed$sector == "education"),
  unweighted = mean(placed$disagree)
)
cat(toJSON(known, auto_unbox = TRUE, digits = NA, pretty = TRUE), "\n")
