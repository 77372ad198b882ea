# Reference values for tests/unit/test_student.c from base R's qt and pt. Made at
# the repository root with
#
#	Rscript --vanilla tests/oracle/student.R > tests/oracle/student.csv
#
# The checked-in file is the output of R 4.2.2. Rows: kind, degrees of freedom,
# argument, value. A "quantile" has P(T <= value) = argument; a "tail" is
# P(T > argument).
number <- function(x) sprintf("%.17g", x)

cat("kind,n,argument,value\n")

degrees <- c(1:10, 12, 15, 20, 29, 30, 49, 64, 100, 150, 199, 200)
p <- c(1e-6, 1e-5, 1e-4, 1e-3, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4,
	0.49)
for (n in degrees) {
	for (one in c(p, 0.5, 1 - rev(p)))
		cat(paste("quantile", n, number(one), number(qt(one, n)),
			sep = ","), "\n", sep = "")
	for (t in c(-3, -0.5, 0.001, 0.5, 1, 2, 3, 5, 10, 100))
		cat(paste("tail", n, number(t),
			number(pt(t, n, lower.tail = FALSE)), sep = ","),
			"\n", sep = "")
}
