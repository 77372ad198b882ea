# Reference values for tests/unit/test_kendall.c from base R's stats package
# (cor.test with method kendall, which shows S / sqrt(Var S) as z) and a median
# of slopes by hand. Made at the repository root with
#
#	Rscript --vanilla tests/oracle/trend.R > tests/oracle/trend.csv
#
# The checked-in file is the output of R 4.2.2. Rows are kind,n,value,data: z of
# values without ties and with ties, slope, and the ends of Sen's interval at
# 99 % where the points are independent.
number <- function(x) sprintf("%.17g", x)
row <- function(kind, value, y)
	cat(paste(kind, length(y), number(value),
		paste(y, collapse = " "), sep = ","), "\n", sep = "")

slopes <- function(y) {
	pairs <- combn(length(y), 2)
	sort((y[pairs[2, ]] - y[pairs[1, ]]) / (pairs[2, ] - pairs[1, ]))
}

# Var S with ties, by the formula of Kendall's book, section 4.9.
variance <- function(y) {
	part <- function(t) t * (t - 1) * (2 * t + 5)
	(part(length(y)) - sum(part(table(y)))) / 18
}

set.seed(20260410)
for (n in c(10, 11, 20, 35, 60, 120)) for (digits in c(6, 1)) {
	y <- round(cumsum(rnorm(n, 0.02, 0.1)) + rnorm(n), digits)
	test <- cor.test(seq_len(n), y, method = "kendall", exact = FALSE,
		continuity = FALSE)
	s <- slopes(y)
	k <- floor((length(s) - qnorm(0.995) * sqrt(variance(y))) / 2)
	k <- max(k, 1)
	row("z", unname(test$statistic), y)
	row("slope", median(s), y)
	row("low", s[k], y)
	row("high", s[length(s) - k + 1], y)
}
