# Recorded values for estimates/survival.py and estimates/retention.py. Needs R with survival 3.
# Run from this folder: Rscript survival.R > survival.json
library(survival)
library(jsonlite)

spells <- read.csv("spells.csv", na.strings = "")
observed_from <- as.Date("2019-09-01")
cut_off <- as.Date("2022-02-28")
begun <- as.Date(spells$start_date)
ended <- as.Date(spells$end_date)
years <- 365.25
entry <- pmax(as.numeric(observed_from - begun), 0) / years
exit <- as.numeric(ifelse(is.na(ended), cut_off, ended) - as.numeric(begun)) / years
left <- !is.na(ended)
times <- c(0.5, 1, 1.5, 2)

at <- function(fit) {
  s <- summary(fit, times = times)
  list(survival = s$surv, low = s$lower, high = s$upper)
}
delayed <- survfit(Surv(entry, exit, left) ~ 1, conf.type = "log-log")
ignoring <- survfit(Surv(exit, left) ~ 1, conf.type = "log-log")

# Aalen-Johansen as a multi-state model, entry times included.
state <- factor(ifelse(left, spells$exit_destination, "in_post"))
state <- relevel(state, ref = "in_post")
competing <- survfit(Surv(entry, exit, state) ~ 1, id = spells$spell_id)
incidence <- summary(competing, times = times)$pstate
colnames(incidence) <- competing$states

cat(toJSON(list(
  times = times, delayed = at(delayed), ignoring = at(ignoring),
  incidence = as.list(as.data.frame(incidence[, colnames(incidence) != "(s0)"])),
  leavers = sum(left), person_years = sum(exit - entry)
), auto_unbox = TRUE, digits = NA, pretty = TRUE), "\n")
