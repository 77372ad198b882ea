# Reference values for tests/unit/test_bench_fit.c and test_bench_ratio.c from
# base R's stats package. Made at the repository root with
#
#	Rscript --vanilla tests/oracle/growth.R > tests/oracle/growth.csv
#
# The checked-in file is the output of R 4.2.2. Rows, by `kind`:
#
#	exponent	slope of lm(log(t) ~ log(n)) and its 99 % interval; n
#		doubles from 128, `data` are the times
#	rank	n, the rank of the ends of the sign test's 99 % interval for the
#		median, counted from either side, and the interval's confidence
number <- function(x) sprintf("%.17g", x)

cat("kind,n,rank,estimate,low,high,data\n")

set.seed(20240301)
for (sizes in 3:14) {
	n <- 2^(6 + seq_len(sizes))
	for (shape in c(0, 0.3, 1)) {
		text <- sprintf("%.9g", 20 * n^shape *
			exp(rnorm(sizes, 0, 0.1)))
		fit <- lm(log(as.numeric(text)) ~ log(n))
		range <- confint(fit, level = 0.99)[2, ]
		cat(paste("exponent", sizes, "", number(coef(fit)[[2]]),
			number(range[[1]]), number(range[[2]]),
			paste(text, collapse = " "), sep = ","), "\n", sep = "")
	}
}

# qbinom gives the least k with P(B <= k) >= .005. Where that is P(B <= k) = .005
# exactly, one more would do; it never is.
for (n in c(8:60, 99, 100, 101, 500, 999, 1000)) {
	k <- qbinom(0.005, n, 0.5)
	cat(paste("rank", n, k, "", number(1 - 2 * pbinom(k - 1, n, 0.5)),
		"", "", sep = ","), "\n", sep = "")
}
