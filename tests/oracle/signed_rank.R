# Reference values for tests/unit/test_signed_rank.c from base R's stats package
# (psignrank and wilcox.test, exact). Made at the repository root with
#
#	Rscript --vanilla tests/oracle/signed_rank.R > tests/oracle/signed_rank.csv
#
# The checked-in file is the output of R 4.2.2. Rows, by `kind`:
#
#	cdf	n, w, p = P(W <= w) without ties
#	sample	n, shift, one-sided p-values, estimate, exact interval of the
#		given confidence, and the n differences separated by blanks
#	large	the same above 60, by the normal distribution with continuity
#		correction, with ties; no interval (R finds it by other means)
options(warn = 2) # wilcox.test falls back to an approximation with a warning

number <- function(x) sprintf("%.17g", x)

cat("kind,n,w,p,shift,less,greater,confidence,estimate,low,high,data\n")

# All w of the lower half up to n = 8; beyond, twelve that cover the tail.
for (n in c(5:20, 25, 30, 40, 50, 60)) {
	top <- n * (n + 1) / 2
	w <- if (n <= 8) 0:top else unique(round(top * c(0:10, 20) / 20))
	for (one in w)
		cat(paste("cdf", n, one, number(psignrank(one, n)),
			"", "", "", "", "", "", "", "", sep = ","), "\n",
			sep = "")
}

# Differences are rounded as they are printed, so that both sides read the same
# numbers. R's exact path takes n < 50.
set.seed(20240229)
cases <- expand.grid(n = c(5, 6, 8, 10, 13, 14, 16, 20, 30, 40, 49),
	shift = c(0, 0.02, 0.0953101798),
	confidence = c(0.5, 0.9, 0.95, 0.99))
for (i in seq_len(nrow(cases))) {
	n <- cases$n[i]
	confidence <- cases$confidence[i]
	if (2^-n > (1 - confidence) / 2)
		next # no exact interval of this confidence
	text <- sprintf("%.9f", rnorm(n, 0.03, 0.05))
	d <- as.numeric(text)
	side <- function(alternative) wilcox.test(d, mu = cases$shift[i],
		alternative = alternative, exact = TRUE)$p.value
	both <- wilcox.test(d, exact = TRUE, conf.int = TRUE,
		conf.level = confidence)
	cat(paste("sample", n, "", "", number(cases$shift[i]),
		number(side("less")), number(side("greater")),
		number(confidence), number(both$estimate),
		number(both$conf.int[1]), number(both$conf.int[2]),
		paste(text, collapse = " "), sep = ","), "\n", sep = "")
}

# Four decimals make ties; no difference equals the shift.
for (n in c(61, 65, 100, 200)) for (shift in c(0.00005, 0.02005)) {
	text <- sprintf("%.4f", rnorm(n, 0.03, 0.05))
	d <- as.numeric(text)
	side <- function(alternative) wilcox.test(d, mu = shift,
		alternative = alternative, exact = FALSE,
		correct = TRUE)$p.value
	cat(paste("large", n, "", "", number(shift), number(side("less")),
		number(side("greater")), "", "", "", "",
		paste(text, collapse = " "), sep = ","), "\n", sep = "")
}
