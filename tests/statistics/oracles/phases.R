# Recorded values for estimates/phase_gap.py. Needs R with survey 4.1 or later.
# Run from this folder: Rscript phases.R > phases.json
suppressMessages(library(survey))
library(jsonlite)
source("respondents.R")

all <- read.csv("survey.csv", na.strings = "")
frame <- all[all$disposition != "ineligible", ]
thirds <- function(x) {
  r <- rank(x, na.last = "keep") / sum(!is.na(x))
  out <- as.character(cut(r, c(0, 1 / 3, 2 / 3, 1)))
  ifelse(is.na(out), "unknown", out)
}
frame$meals <- thirds(frame$fsm_percent)
scale <- c("strongly_agree", "agree", "neither", "disagree", "strongly_disagree")
answered <- frame$disposition %in% c("complete", "partial") & frame$answer %in% scale
# Categories with fewer than five respondents are joined; still too few, they join the largest.
join <- function(x) {
  counts <- table(factor(x[answered], unique(x)))
  few <- names(which(counts < 5))
  home <- if (sum(counts[few]) >= 5) "rest" else names(which.max(counts))
  ifelse(x %in% few, home, x)
}
frame$joined <- join(frame$phase)
frame$meals <- join(frame$meals)
placed <- frame[answered, ]
placed$base <- nrow(frame) / nrow(placed)
placed$fraction <- nrow(placed) / nrow(frame)
placed$agree <- as.numeric(placed$answer %in% scale[1:2])
design <- svydesign(ids = ~site_id, weights = ~base, fpc = ~fraction, data = placed)
margin <- function(name) setNames(as.data.frame(table(frame[[name]])), c(name, "Freq"))
raked <- rake(
  design, list(~joined, ~meals, ~region), lapply(c("joined", "meals", "region"), margin),
  control = list(maxit = 500, epsilon = 1e-12)
)

# A phase less all other settings, as a contrast of ratios of totals of one design.
counts <- table(placed$phase)
able <- names(counts[counts >= 10])
w <- weights(raked)
margins <- placed[, c("joined", "meals", "region")]
everyone <- rep(TRUE, nrow(placed))
gap <- function(name, level) {
  own <- placed$phase == name
  score <- score_of(placed$agree, own, w) - score_of(placed$agree, !own, w)
  value <- mean_of(placed$agree, own, w) - mean_of(placed$agree, !own, w)
  flagged <- update(
    raked, n1 = as.numeric(phase == name), a1 = agree * (phase == name),
    n0 = as.numeric(phase != name), a0 = agree * (phase != name)
  )
  found <- svycontrast(svytotal(~a1 + n1 + a0 + n0, flagged), quote(a1 / n1 - a0 / n0))
  agrees(value, coef(found))
  agrees(spread(score, margins, w, placed$site_id, everyone, placed$fraction)$error, SE(found))
  ways <- lapply(
    list(placed$site_id, placed$case_id),
    function(ids) linear(value, spread(score, margins, w, ids, everyone), level)
  )
  c(wider(ways), n = as.numeric(counts[name]))
}
by_phase <- lapply(able, gap, level = 0.95)
joint <- lapply(able, gap, level = 1 - 0.05 / length(able))
lowest <- function(part) min(sapply(joint, `[[`, part))
known <- list(
  phases = setNames(by_phase, able),
  lowest = list(value = lowest("value"), low = lowest("low"), high = lowest("high")),
  n = nrow(placed)
)
cat(toJSON(known, auto_unbox = TRUE, digits = NA, pretty = TRUE), "\n")
