# Recorded values for estimates/change.py, battery.py and the domain estimates of survey.py.
# Needs R with survey 4.1 or later. Run from this folder: Rscript rounds.R > rounds.json
suppressMessages(library(survey))
library(jsonlite)
source("respondents.R")

settings <- read.csv("survey.csv", na.strings = "")[, c("case_id", "site_id", "phase", "region", "fsm_percent")]
names(settings)[1] <- "setting_id"
rounds <- merge(read.csv("rounds.csv", na.strings = ""), settings, by = "setting_id")
frame <- rounds[rounds$disposition != "ineligible", ]
thirds <- function(x) {
  r <- rank(x, na.last = "keep") / sum(!is.na(x))
  out <- as.character(cut(r, c(0, 1 / 3, 2 / 3, 1)))
  ifelse(is.na(out), "unknown", out)
}
frame$meals <- NA
for (k in 1:2) frame$meals[frame$round == k] <- thirds(frame$fsm_percent[frame$round == k])
scale <- c("strongly_agree", "agree", "neither", "disagree", "strongly_disagree")
frame$base <- frame$disposition %in% c("complete", "partial") & frame$answer %in% c(scale, "_not_asked")
frame$agree <- as.numeric(frame$answer %in% scale[1:2])
frame$asked <- frame$answer %in% scale
# Categories with fewer than five respondents are joined; still too few, they join the largest.
join <- function(x, answered) {
  counts <- table(factor(x[answered], unique(x)))
  few <- names(which(counts < 5))
  home <- if (sum(counts[few]) >= 5) "rest" else names(which.max(counts))
  ifelse(x %in% few, home, x)
}
margins <- c("phase", "meals", "region")
rake_to <- function(frame, answered) {
  whole <- frame
  for (m in margins) {
    for (k in unique(whole$round)) {
      own <- whole$round == k
      whole[own, m] <- paste(k, join(whole[own, m], answered[own]))
    }
  }
  placed <- whole[answered, ]
  placed$once <- nrow(whole) / nrow(placed)
  placed$fraction <- nrow(placed) / nrow(whole)
  design <- svydesign(ids = ~site_id, weights = ~once, fpc = ~fraction, data = placed)
  target <- function(m) setNames(as.data.frame(table(whole[[m]])), c(m, "Freq"))
  raked <- rake(
    design, list(~phase, ~meals, ~region), lapply(margins, target),
    control = list(maxit = 500, epsilon = 1e-12)
  )
  list(raked = raked, rows = placed, w = weights(raked))
}
# Both ways of clustering of a score; that of sites is held against R where all share a correction.
spreads <- function(one, score, of, theirs) {
  margins <- one$rows[, c("phase", "meals", "region")]
  ours <- function(ids, fraction) spread(score, margins, one$w, ids, of, fraction)
  agrees(ours(one$rows$site_id, one$rows$fraction)$error, SE(theirs))
  lapply(list(one$rows$site_id, one$rows$setting_id), ours, fraction = 1 / one$w)
}
# Both rounds as one sample, each matched to the frame by itself.
both <- rake_to(frame, frame$base)
raked <- update(
  both$raked,
  n1 = asked * (round == 1), a1 = agree * asked * (round == 1),
  n2 = asked * (round == 2), a2 = agree * asked * (round == 2)
)
theirs <- svycontrast(svytotal(~a1 + n1 + a2 + n2, raked), quote(a2 / n2 - a1 / n1))
placed <- both$rows
first <- placed$asked & placed$round == 1
last <- placed$asked & placed$round == 2
moved <- mean_of(placed$agree, last, both$w) - mean_of(placed$agree, first, both$w)
score <- score_of(placed$agree, last, both$w) - score_of(placed$agree, first, both$w)
change <- wider(lapply(spreads(both, score, placed$asked, theirs), linear, value = moved))

# The later round alone: a share of those whom the question was for.
later <- frame[frame$round == 2, ]
one <- rake_to(later, later$base)
of <- one$rows$asked
p <- mean_of(one$rows$agree, of, one$w)
found <- spreads(one, score_of(one$rows$agree, of, one$w), of, svymean(~agree, subset(one$raked, asked)))
domain <- wider(lapply(found, function(s) c(korn_graubard(p, s, sum(of)), p_half = linear(p - 0.5, s)$p)))

# Those who answered both rounds.
earlier <- frame[frame$round == 1, c("setting_id", "base", "asked", "agree")]
names(earlier)[-1] <- paste0(names(earlier)[-1], "_before")
linked <- merge(later, earlier, by = "setting_id", all.x = TRUE)
pair <- linked$base & linked$asked & linked$base_before %in% TRUE & linked$asked_before %in% TRUE
linked$shift <- linked$agree - linked$agree_before
same <- rake_to(linked, pair)
all_pairs <- rep(TRUE, nrow(same$rows))
shift <- mean_of(same$rows$shift, all_pairs, same$w)
found <- spreads(same, score_of(same$rows$shift, all_pairs, same$w), all_pairs, svymean(~shift, same$raked))
paired <- wider(lapply(found, linear, value = shift))
paired$n <- sum(pair)

tests <- c(0.012, 0.03, 0.0004, 0.2, 0.041)
known <- list(
  change = change, domain = domain, paired = paired,
  bh = list(p = tests, adjusted = p.adjust(tests, "BH"))
)
cat(toJSON(known, auto_unbox = TRUE, digits = NA, pretty = TRUE), "\n")
