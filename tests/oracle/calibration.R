# Reference values for tests/unit/test_calibration.c and test_dip.c from R: acf
# and friedman.test of package stats, dip of package diptest (r-cran-diptest).
# Made at the repository root with
#
#	Rscript --vanilla tests/oracle/calibration.R > tests/oracle/calibration.csv
#
# The checked-in file is the output of R 4.2.2 with diptest 0.76. Rows, by
# `kind`, each with n, a value and data separated by blanks:
#
#	lag1		autocorrelation at lag 1 of n values
#	friedman	p-value for n rows of 3 columns, row by row
#	dip		dip of n values
#	bound		99 % quantile of the dip of n uniform values
options(warn = 2)
library(diptest)
number <- function(x) sprintf("%.17g", x)
row <- function(kind, n, value, text = "")
	cat(paste(kind, n, number(value), paste(text, collapse = " "),
		sep = ","), "\n", sep = "")

cat("kind,n,value,data\n")
set.seed(20240301)
# Data are rounded as they are printed, so that both sides read the same numbers.
printed <- function(x, digits = 9) sprintf(paste0("%.", digits, "f"), x)
for (n in c(8, 13, 20, 40, 60))
	for (phi in c(-0.6, 0.1, 0.8)) {
		text <- printed(arima.sim(list(ar = phi), n))
		row("lag1", n, acf(as.numeric(text), lag.max = 1,
			plot = FALSE)$acf[2], text)
	}
# One digit makes ties.
for (n in c(8, 20, 40, 60))
	for (digits in c(9, 1))
		for (shift in c(0, 0.7)) {
			text <- printed(rnorm(3 * n) + c(0, 0, shift), digits)
			table <- matrix(as.numeric(text), ncol = 3,
				byrow = TRUE)
			row("friedman", n, friedman.test(table)$p.value, text)
		}
for (n in c(2, 8, 9, 20, 40, 60)) {
	half <- n %/% 2
	samples <- list(rnorm(n), runif(n), rexp(n)^2,
		c(rnorm(half), rnorm(n - half, 5)), round(rnorm(n), 1),
		c(rnorm(n - 1), 50))
	for (sample in samples) {
		text <- printed(sample)
		row("dip", n, dip(as.numeric(text)), text)
	}
}
data(qDiptab)
for (n in c(8, 10, 20, 30, 50))
	row("bound", n, qDiptab[as.character(n), "0.99"])
