#include "tests/bench/bisect/figures.h"

#include <stdio.h>

struct bisect_options
figures_options(double build)
{
	return (struct bisect_options){
	    .confidence = .95,
	    .tolerance = .02,
	    .build = build,
	};
}

void
figures_print(
    const char *part, const char *name, const char *figure, double value)
{
	printf("%s,%s,%s,%.9g\n", part, name, figure, value);
	fflush(stdout);
}
