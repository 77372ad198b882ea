#include <stddef.h>

#include "runner/comparison.h"

#define FIELD(name) offsetof(struct comparison_options, name)

const struct option comparison_option_table[] = {
    {"tolerance", 't', OPTION_PERCENT, FIELD(tolerance), "PERCENT",
	"largest slowdown that passes, for all but instructions"},
    {"budget", 0, OPTION_DURATION, FIELD(budget_ns), "TIME",
	"time for measuring, without builds and counting"},
    {"rounds", 0, OPTION_NUMBER, FIELD(rounds), "N",
	"at most N rounds, 8 to 65", GATE_ROUNDS_FIRST, RULE_ROUNDS_MAX},
    {"no-control", 0, OPTION_FLAG, FIELD(no_control), NULL,
	"do not measure the base a second time"},
    {"no-identical", 0, OPTION_FLAG, FIELD(no_identical), NULL,
	"measure also what is identical"},
    {"bench-from", 0, OPTION_TEXT, FIELD(bench_from), "REV",
	"use REV's benchmark sources on both sides"},
    {"seed", 0, OPTION_NUMBER, FIELD(seed), "N",
	"seed of the order of runs, to repeat it", 1, UINT64_MAX},
    {"inconclusive", 0, OPTION_TEXT, FIELD(inconclusive), "pass|fail",
	"exit 0 or 1 where measured series are undecided"},
    {"chart", 0, OPTION_TEXT, FIELD(chart), "FILE",
	"draw changes and noise as SVG or PNG"},
    {"output", 'o', OPTION_LIST, FIELD(outputs), "FORMAT[=FILE]",
	"text, markdown, json, csv, junit, openmetrics, atom, badge or html; "
	"may be repeated"},
    {"json", 0, OPTION_TEXT, FIELD(json), "FILE",
	"write the result file; - is standard output"},
    {"markdown", 0, OPTION_TEXT, FIELD(markdown), "FILE",
	"write the report as markdown"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};
