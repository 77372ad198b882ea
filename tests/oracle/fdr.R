# Reference values for tests/unit/test_fdr.c from base R's p.adjust. Made at the
# repository root with
#
#	Rscript --vanilla tests/oracle/fdr.R > tests/oracle/fdr.csv
#
# The checked-in file is the output of R 4.2.2. Each row: n, then the n p-values
# separated by blanks, then their q-values.
number <- function(x) paste(sprintf("%.17g", x), collapse = " ")

cat("n,p,q\n")

# Values are rounded as they are printed, so that both sides read the same
# numbers; some are small, some tie, some are 0 or 1.
set.seed(20240301)
for (n in c(1, 2, 3, 5, 10, 50, 200)) {
	for (kind in c("uniform", "small", "ties", "ends")) {
		p <- switch(kind,
			uniform = runif(n),
			small = rbeta(n, 0.2, 3),
			ties = sample(c(0.00390625, 0.0390625, 0.5), n,
				replace = TRUE),
			ends = sample(c(0, 0.02, 1), n, replace = TRUE))
		p <- as.numeric(sprintf("%.12g", p))
		cat(n, ",", number(p), ",",
			number(p.adjust(p, method = "BH")), "\n", sep = "")
	}
}
