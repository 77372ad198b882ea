# Reference values for tests/unit/test_band.c from base R's stats package. Made
# at the repository root with
#
#	Rscript --vanilla tests/oracle/band.R > tests/oracle/band.csv
#
# The checked-in file is the output of R 4.2.2. Rows: test, n, limit, then low,
# centre, high and the n values, oldest first, separated by blanks.
cat("kind,n,limit,data\n")

fences <- function(x, k) {
	q <- unname(quantile(x, c(0.25, 0.5, 0.75), type = 7))
	c(q[1] - k * (q[3] - q[1]), q[2], q[3] + k * (q[3] - q[1]))
}
around <- function(centre, reach) c(centre - reach, centre, centre + reach)

tests <- list(
	"mad" = function(x, k)
		around(median(x), max(k * mad(x), 0.02 * median(x))),
	"z" = function(x, k) around(mean(x), k * sd(x)),
	"t" = function(x, k) around(mean(x), qt((1 + k) / 2, length(x) - 1) *
		sd(x) * sqrt(1 + 1 / length(x))),
	"iqr" = fences,
	"log-normal" = function(x, k)
		exp(around(mean(log(x)), k * sd(log(x)))),
	"delta-iqr" = function(x, k) tail(x, 1) *
		(1 + fences(diff(x) / head(x, -1), k)))

set.seed(20240517)
for (n in c(3, 4, 5, 8, 9, 13, 20, 30, 100)) for (kind in 1:4) {
	x <- switch(kind,
		rnorm(n, 1000, 10),
		exp(rnorm(n, log(5e6), 0.2)), # skewed
		sample(c(40, 41, 41, 42), n, replace = TRUE), # ties
		rnorm(n, 50, 0.05)) # steadier than the floor of mad
	# Rounded as it is printed, so that both sides read the same numbers.
	text <- sprintf("%.9g", x)
	x <- as.numeric(text)
	for (name in names(tests)) {
		limits <- if (name == "t") c(0.95, 0.99) else c(1.5, 3)
		for (k in limits)
			cat(name, ",", n, ",", sprintf("%.17g", k), ",",
				paste(c(sprintf("%.17g", tests[[name]](x, k)),
					text), collapse = " "), "\n", sep = "")
	}
}
