# Recorded values for estimates/change.py, battery.py and the domain estimates of survey.py.
# Needs R with survey 4.1 or later. Run from this folder: Rscript rounds.R > rounds.json
suppressMessages(library(survey))
library(jsonlite)

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
  rake(
    design, list(~phase, ~meals, ~region), lapply(margins, target),
    control = list(maxit = 500, epsilon = 1e-12)
  )
}
linear <- function(value, se, df) {
  reach <- qt(0.975, df) * se
  list(
    value = as.numeric(value), low = as.numeric(value - reach), high = as.numeric(value + reach),
    p = as.numeric(2 * pt(-abs(value / se), df))
  )
}

# Both rounds as one sample, each matched to the frame by itself.
both <- rake_to(frame, frame$base)
both <- update(
  both,
  n1 = asked * (round == 1), a1 = agree * asked * (round == 1),
  n2 = asked * (round == 2), a2 = agree * asked * (round == 2)
)
moved <- svycontrast(svytotal(~a1 + n1 + a2 + n2, both), quote(a2 / n2 - a1 / n1))
change <- linear(coef(moved), SE(moved), degf(both))

# The later round alone: a share of those whom the question was for.
later <- frame[frame$round == 2, ]
one <- subset(rake_to(later, later$base), asked)
mean_later <- svymean(~agree, one)
p <- as.numeric(coef(mean_later))
n <- sum(later$base & later$asked)
df <- degf(one)
effective <- p * (1 - p) / as.numeric(vcov(mean_later)) * (qt(0.975, n - 1) / qt(0.975, df))^2
domain <- list(
  value = p, n = n,
  low = qbeta(0.025, p * effective, (1 - p) * effective + 1),
  high = qbeta(0.975, p * effective + 1, (1 - p) * effective),
  p_half = linear(p - 0.5, SE(mean_later), df)$p
)

# Those who answered both rounds.
earlier <- frame[frame$round == 1, c("setting_id", "base", "asked", "agree")]
names(earlier)[-1] <- paste0(names(earlier)[-1], "_before")
linked <- merge(later, earlier, by = "setting_id", all.x = TRUE)
pair <- linked$base & linked$asked & linked$base_before %in% TRUE & linked$asked_before %in% TRUE
linked$shift <- linked$agree - linked$agree_before
same <- rake_to(linked, pair)
mean_shift <- svymean(~shift, same)
paired <- linear(coef(mean_shift), SE(mean_shift), degf(same))
paired$n <- sum(pair)

tests <- c(0.012, 0.03, 0.0004, 0.2, 0.041)
known <- list(
  change = change, domain = domain, paired = paired,
  bh = list(p = tests, adjusted = p.adjust(tests, "BH"))
)
cat(toJSON(known, auto_unbox = TRUE, digits = NA, pretty = TRUE), "\n")
