# Recorded values for estimates/survey.py and estimates/weights.py. Needs R with survey 4.1 or later.
# Run from this folder: Rscript survey.R > survey.json
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
placed$disagree <- as.numeric(placed$answer %in% scale[4:5])
placed$net <- placed$agree - placed$disagree

design <- svydesign(ids = ~site_id, weights = ~base, fpc = ~fraction, data = placed)
margin <- function(name) setNames(as.data.frame(table(frame[[name]])), c(name, "Freq"))
raked <- rake(
  design, list(~joined, ~meals, ~region), lapply(c("joined", "meals", "region"), margin),
  control = list(maxit = 500, epsilon = 1e-12)
)
w <- weights(raked)
everyone <- rep(TRUE, nrow(placed))
margins <- placed[, c("joined", "meals", "region")]
spreads <- function(y, of, fraction = 1 / w) lapply(
  list(placed$site_id, placed$case_id),
  function(ids) spread(score_of(y, of, w), margins, w, ids, of, fraction)
)
agrees(spreads(placed$agree, everyone, placed$fraction)[[1]]$error, SE(svymean(~agree, raked)))
share <- function(y, of = everyone) {
  wider(lapply(spreads(y, of), function(s) korn_graubard(mean_of(y, of, w), s, sum(of))))
}
# Agreeing less disagreeing runs from -1 to 1: as a share of that way, on the logit scale.
logit <- function(s) {
  way <- (mean_of(placed$net, everyone, w) + 1) / 2
  reach <- qt(0.975, s$df) * s$error / 2 / (way * (1 - way))
  list(value = 2 * way - 1, low = 2 * plogis(qlogis(way) - reach) - 1, high = 2 * plogis(qlogis(way) + reach) - 1)
}
net <- wider(lapply(spreads(placed$net, everyone), logit))
phases <- svyby(~agree, ~phase, raked, svymean)
known <- list(
  agree = share(placed$agree), disagree = share(placed$disagree),
  net = net,
  n = nrow(placed), deff = length(w) * sum(w^2) / sum(w)^2,
  smallest = min(w) / mean(w), largest = max(w) / mean(w),
  phases = setNames(as.list(phases$agree), phases$phase),
  answers = as.list(tapply(w, factor(placed$answer, scale), sum) / sum(w))
)
cat(toJSON(known, auto_unbox = TRUE, digits = NA, pretty = TRUE), "\n")
