# Reference values for the culprit's posterior, for what its choice expects to
# learn, and for the odds of a drift: full sums in base R over every culprit,
# both levels and the noise, on wide and fine grids that know nothing of the
# program's. Made at the repository root with
#
#	Rscript --vanilla tests/oracle/culprit.R > tests/oracle/culprit.csv
#
# The checked-in file is the output of R 4.2.2. Each row: kind, place, value,
# data: the number of commits, the anchor's standard deviation (0: none), the
# least step (-1: none), then a place and a value by turns. Of the rows
# "information" the data are the probability and the distance.
outliers <- 0.03
factor <- 10
wander <- 0.005

density <- function(y, level, sd)
	(1 - outliers) * dnorm(y, level, sd) +
		outliers * dnorm(y, level, factor * sd)

# ln of the likelihood of each level by the values of one place; what they share
# counts as n wander^2 in the variance of each.
place_log <- function(y, levels, s) {
	sd <- sqrt(s^2 + length(y) * wander^2)
	colSums(log(outer(y, levels, density, sd = sd)))
}

# All sums over one case. For each noise and culprit the matrix of all pairs of
# levels is made as it is.
posterior <- function(case) {
	by <- split(case$y, case$x)
	at <- as.integer(names(by))
	levels <- seq(-0.1, 0.25, length.out = 281)
	noises <- exp(seq(log(0.008), log(0.3), length.out = 25))
	prior <- if (case$anchor > 0) -0.5 * (levels / case$anchor)^2 else 0
	allowed <- outer(levels, levels, function(a, b) b >= a + case$least)
	culprits <- numeric(case$count - 1)
	before <- after <- numeric(length(levels))
	line <- 0
	top <- NULL
	for (s in noises) {
		each <- sapply(by, place_log, levels, s)
		for (c in seq_len(case$count - 1)) {
			a <- prior + rowSums(each[, at < c, drop = FALSE])
			b <- rowSums(each[, at >= c, drop = FALSE])
			if (is.null(top)) top <- max(a) + max(b)
			cells <- exp(outer(a, b, "+") - top) * allowed
			culprits[c] <- culprits[c] + sum(cells)
			before <- before + rowSums(cells)
			after <- after + colSums(cells)
		}
	}
	moment <- function(w) {
		mean <- sum(w * levels) / sum(w)
		c(mean, sqrt(sum(w * (levels - mean)^2) / sum(w)))
	}
	list(reached = cumsum(culprits) / sum(culprits),
		before = moment(before), after = moment(after),
		evidence = top + log(sum(culprits)) - log(case$count - 1))
}

# The same sums over lines from the first commit to the last.
line_evidence <- function(case) {
	by <- split(case$y, case$x)
	share <- as.integer(names(by)) / (case$count - 1)
	levels <- seq(-0.1, 0.25, length.out = 141)
	noises <- exp(seq(log(0.008), log(0.3), length.out = 25))
	pairs <- expand.grid(a = levels, b = levels)
	pairs <- pairs[pairs$b >= pairs$a + case$least, ]
	logs <- NULL
	for (s in noises) {
		sum <- if (case$anchor > 0)
			-0.5 * (pairs$a / case$anchor)^2 else 0
		for (i in seq_along(by))
			sum <- sum + place_log(by[[i]],
				(1 - share[i]) * pairs$a + share[i] * pairs$b,
				s)
		logs <- c(logs, sum)
	}
	# Cells of half as many levels an axis are four times as large.
	max(logs) + log(sum(exp(logs - max(logs)))) + log(4)
}

number <- function(x) paste(sprintf("%.10g", x), collapse = " ")

row <- function(kind, place, value, case)
	cat(kind, ",", place, ",", sprintf("%.10g", value), ",",
		number(c(case$count, case$anchor, max(case$least, -1),
			rbind(case$x, case$y))), "\n", sep = "")

# Values are rounded as they are printed, so that both sides read the same.
simulate <- function(count, culprit, x, sd, step, anchor = 0, least = -Inf) {
	x <- sort(x)
	level <- if (culprit > 0) step * (x >= culprit) else
		step * x / (count - 1)
	list(count = count, anchor = anchor, least = least, x = x,
		y = as.numeric(sprintf("%.6f", level + sd * rnorm(length(x)))))
}

cat("kind,place,value,data\n")
set.seed(20240611)
ends <- function(last, n) rep(c(0, last), each = n)
cases <- list(
	simulate(10, 4, c(ends(9, 8), 2, 3, 4, 4, 5, 6), 0.03, 0.1),
	simulate(10, 4, c(ends(9, 8), 2, 3, 4, 4, 5, 6), 0.03, 0.06,
		least = log(1.02)),
	simulate(40, 30, c(ends(39, 10), 10, 20, 25, 27, 28, 29, 29, 31),
		0.03, 0.08, least = log(1.02)),
	simulate(60, 7, c(ends(59, 12), 30, 15, 15, 7, 5, 10, 8, 3), 0.04, 0.05,
		least = log(1.02)),
	simulate(20, 12, c(rep(19, 12), 5, 5, 10, 10, 12, 12, 13, 8), 0.03, 0.1,
		anchor = 0.005, least = log(1.02)),
	simulate(6, 3, c(ends(5, 10), 1, 2, 3, 4), 0.015, 0.04))
for (case in cases) {
	found <- posterior(case)
	for (place in unique(round(seq(1, case$count - 2, length.out = 8))))
		row("reached", place, found$reached[place], case)
	row("before", 0, found$before[1], case)
	row("before sd", 0, found$before[2], case)
	row("after", 0, found$after[1], case)
	row("after sd", 0, found$after[2], case)
}

# Ramps and steps, measured all along.
along <- c(ends(30, 8), 3, 6, 9, 12, 15, 18, 21, 24, 27, 15, 9, 21)
for (culprit in c(0, 0, 16, 22)) {
	case <- simulate(31, culprit, along, 0.012, 0.1, least = log(1.02))
	row("drift", 0, line_evidence(case) - posterior(case)$evidence, case)
}

# ---- what a value tells, in bits ----
information <- function(p, d) {
	term <- function(share, y, own) {
		mixture <- p * dnorm(y, d) + (1 - p) * dnorm(y)
		ifelse(own > 0, share * own * log2(own / mixture), 0)
	}
	of <- function(y) term(p, y, dnorm(y, d)) + term(1 - p, y, dnorm(y))
	integrate(of, -9, d + 9, rel.tol = 1e-11, subdivisions = 2000L)$value
}
for (p in c(0.5, 0.9, 0.3, 0.01, 1e-4, 1e-6))
	for (d in c(0.1, 0.5, 1, 2, 3.5, 6, 9, 11.5))
		cat("information,0,", sprintf("%.15g", information(p, d)), ",",
			number(c(p, d)), "\n", sep = "")
