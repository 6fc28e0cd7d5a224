# Recorded values for estimates/sectors.py. Needs R with survey 4.1 or later.
# Run from this folder: Rscript sectors.R > sectors.json
suppressMessages(library(survey))
library(jsonlite)
source("respondents.R")

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
w <- weights(raked)
spreads <- function(y, of, fraction = 1 / w) lapply(
  list(placed$site_id, placed$case_id),
  function(ids) spread(score_of(y, of, w), placed["sector"], w, ids, of, fraction)
)
share <- function(y, of) {
  wider(lapply(spreads(y, of), function(s) korn_graubard(mean_of(y, of, w), s, sum(of))))
}
outside <- placed$employer == "outside"
agrees(
  spreads(placed$agree, outside, placed$fraction)[[1]]$error,
  SE(svymean(~agree, subset(raked, employer == "outside")))
)
answers <- function(own) as.list(tapply(w[own], factor(placed$answer[own], scale), sum, default = 0) / sum(w[own]))
known <- list(
  agree_outside = share(placed$agree, outside), disagree_outside = share(placed$disagree, outside),
  disagree_inside = share(placed$disagree, !outside), answers = answers(placed$sector == "education"),
  unweighted = mean(placed$disagree)
)
cat(toJSON(known, auto_unbox = TRUE, digits = NA, pretty = TRUE), "\n")
