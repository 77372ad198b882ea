# Reference values for tests/unit/test_student.c, test_mann_whitney.c and
# test_rivals.c from base R's stats package (pbeta, pt, wilcox.test, t.test).
# Made at the repository root with
#
#	Rscript --vanilla tests/oracle/two_samples.R > tests/oracle/two_samples.csv
#
# The checked-in file is the output of R 4.2.2. Rows, by `kind`:
#
#	beta	a, b, x, value = I_x(a, b)
#	t	a = degrees of freedom, x = t, value = P(T > t)
#	rank	value = one-sided p-value of y above x; exact up to 20 values
#		without ties, else normal, corrected for ties and continuity
#	welch	value = two-sided p-value
#
# and the values of the two samples separated by blanks.
number <- function(x) sprintf("%.17g", x)
row <- function(kind, a, b, x, value, first = "", second = "")
	cat(paste(kind, a, b, x, number(value), first, second, sep = ","), "\n",
		sep = "")

cat("kind,a,b,x,value,first,second\n")
for (a in c(0.5, 1, 2.5, 10, 50))
	for (b in c(0.5, 1, 3, 40))
		for (x in c(0.001, 0.1, 0.5, 0.77, 0.999))
			row("beta", a, b, x, pbeta(x, a, b))
for (df in c(1, 2, 4.5, 9, 30, 200))
	for (t in c(-3, -0.5, 0, 0.1, 1, 2.5, 6))
		row("t", df, "", t, pt(t, df, lower.tail = FALSE))

set.seed(20240229)
text <- function(values) paste(values, collapse = " ")
compare <- function(first, second) {
	x <- as.numeric(first)
	y <- as.numeric(second)
	exact <- max(length(x), length(y)) <= 20 &&
		!any(duplicated(c(x, y)))
	p <- wilcox.test(y, x, alternative = "greater", exact = exact,
		correct = TRUE)$p.value
	row("rank", "", "", "", p, text(first), text(second))
	row("welch", "", "", "", t.test(x, y)$p.value, text(first),
		text(second))
}
for (n in c(2, 3, 5, 8, 13, 20, 21, 40))
	for (m in c(2, 5, 9, 20, 33)) {
		compare(sprintf("%.6f", rnorm(n, 10)),
			sprintf("%.6f", rnorm(m, 10.7)))
		compare(sprintf("%.0f", rnorm(n, 100, 5)),
			sprintf("%.0f", rnorm(m, 102, 5)))
	}
