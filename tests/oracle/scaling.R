# Reference values for tests/unit/test_growth.c and test_law.c from base R's stats
# package (lm, and wilcox.test with its exact interval). Made at the repository
# root with
#
#	Rscript --vanilla tests/oracle/scaling.R > tests/oracle/scaling.csv
#
# The checked-in file is the output of R 4.2.2. Rows are kind,n,value,data:
#
#	slope, slope_low, slope_high	n rounds of 5 sizes 100, 200, ... 1600; data
#		are base's costs, round by round, then head's: the estimate of the
#		slopes' centre and its exact 99 % interval
#	fixed, growing	n sizes; data are g, then t: a and c of the least squares
#		of the relative residuals, where neither is below 0
number <- function(x) sprintf("%.17g", x)
row <- function(kind, n, value, data)
	cat(paste(kind, n, number(value), paste(data, collapse = " "),
		sep = ","), "\n", sep = "")
sizes <- 100 * 2^(0:4)
pairs <- combn(5, 2)
slope <- function(y) median((y[pairs[2, ]] - y[pairs[1, ]]) /
	log(sizes[pairs[2, ]] / sizes[pairs[1, ]]))

set.seed(20240301)
for (rounds in c(8, 11, 16, 20, 25)) {
	draw <- function(power) as.numeric(sprintf("%.9g", sapply(
		seq_len(rounds), function(r)
			3 * sizes^power * exp(rnorm(5, 0, 0.05)))))
	base <- draw(1)
	head <- draw(1.05)
	d <- apply(matrix(log(head) - log(base), 5), 2, slope)
	test <- wilcox.test(d, conf.int = TRUE, conf.level = 0.99, exact = TRUE)
	row("slope", rounds, test$estimate, c(base, head))
	row("slope_low", rounds, test$conf.int[1], c(base, head))
	row("slope_high", rounds, test$conf.int[2], c(base, head))
}

made <- 0
while (made < 20) {
	count <- 4 + made %% 5
	g <- sort(round(exp(runif(count, 0, 8))))
	t <- as.numeric(sprintf("%.9g", (runif(1, 5, 500) + g) *
		exp(rnorm(count, 0, 0.1))))
	fit <- coef(lm(rep(1, count) ~ 0 + I(1 / t) + I(g / t)))
	if (any(fit < 0))
		next
	row("fixed", count, fit[[1]], c(g, t))
	row("growing", count, fit[[2]], c(g, t))
	made <- made + 1
}
