# Shared by survey.R, rounds.R, sectors.R and phases.R.
# An answer with weight w came with the chance 1 / w: what it adds to the variance is corrected by
# 1 - 1 / w. R's own variance has one correction for all, so it is made here from R's residuals;
# with one correction for all the two agree, which is checked.
spread <- function(score, margins, w, ids, of, fraction = 1 / w) {
  left <- residuals(lm(score ~ ., data = margins))
  sums <- rowsum(w * left * sqrt(pmax(0, 1 - fraction)), as.character(ids))
  list(
    error = sqrt(nrow(sums) * var(as.numeric(sums))),
    df = length(unique(ids[of])) - 1
  )
}
# With sites as clusters, and with every respondent alone: the wider interval, the larger p.
wider <- function(found) {
  best <- found[[which.max(sapply(found, function(e) e$high - e$low))]]
  for (p in intersect(c("p", "p_half"), names(best))) best[[p]] <- max(sapply(found, `[[`, p))
  best
}
mean_of <- function(y, of, w) sum((w * y)[of]) / sum(w[of])
score_of <- function(y, of, w) ifelse(of, y - mean_of(y, of, w), 0) / sum(w[of])
korn_graubard <- function(p, s, n) {
  known <- p * (1 - p) / s$error^2 * (qt(0.975, n - 1) / qt(0.975, s$df))^2
  list(
    value = p, n = n, low = qbeta(0.025, p * known, (1 - p) * known + 1),
    high = qbeta(0.975, p * known + 1, (1 - p) * known)
  )
}
linear <- function(value, s, level = 0.95) {
  reach <- qt((1 + level) / 2, s$df) * s$error
  list(value = value, low = value - reach, high = value + reach, p = 2 * pt(-abs(value / s$error), s$df))
}
agrees <- function(ours, theirs) stopifnot(abs(ours - as.numeric(theirs)) < 1e-9)
