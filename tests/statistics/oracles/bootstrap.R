# Recorded values for estimates/bootstrap.py. Needs R with boot 1.3.
# Run from this folder: Rscript bootstrap.R > bootstrap.json
library(boot)
library(jsonlite)

teams <- read.csv("clusters.csv")
sites <- data.frame(
  total = as.numeric(tapply(teams$share, teams$site_id, sum)),
  teams = as.numeric(tapply(teams$share, teams$site_id, length))
)
ratio <- function(d, drawn) sum(d$total[drawn]) / sum(d$teams[drawn])
set.seed(1)
drawn <- boot(sites, ratio, R = 100000)
# The level widened for few clusters, after Hesterberg (2015).
n <- nrow(sites)
wide <- 1 - 2 * pnorm(-sqrt(n / (n - 1)) * qt(0.975, n - 1))
ends <- boot.ci(drawn, conf = wide, type = "bca", L = empinf(data = sites, statistic = ratio, type = "jack", stype = "i"))$bca
cat(toJSON(list(value = drawn$t0, low = ends[4], high = ends[5]), auto_unbox = TRUE, digits = NA), "\n")
