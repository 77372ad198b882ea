#include "tests/support/bisect_fixture.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

/* 2026-11-20 04:21:01 UTC. */
#define AUTHORED_S 1795148461
#define PLACES 12
#define ROUNDS 8

#define OID(c) c c c c c c c c c c
#define COMMIT(c, text)                                                        \
	{                                                                      \
		OID(c), text, "Ada Author", AUTHORED_S, NULL, false            \
	}
#define INNOCENT(c, text)                                                      \
	{                                                                      \
		OID(c), text, "Ada Author", AUTHORED_S, NULL, true             \
	}
#define BROKEN(c, text, why)                                                   \
	{                                                                      \
		OID(c), text, "Ada Author", AUTHORED_S, why, false             \
	}

/* ---- commits ---- */

static const struct bisect_commit plain[PLACES] = {
    COMMIT("00aa", "release 1.0"),
    COMMIT("11aa", "parser: read numbers"),
    INNOCENT("22aa", "docs: say more"),
    COMMIT("33aa", "lexer: one state less"),
    COMMIT("44aa", "tests: longer words"),
    COMMIT("55aa", "parser: build the table for each call"),
    INNOCENT("66aa", "docs: a picture"),
    COMMIT("77aa", "lexer: name states"),
    BROKEN("88aa", "writer: half of it", "exit status 2"),
    COMMIT("99aa", "writer: the other half"),
    COMMIT("aaaa", "writer: flush less"),
    COMMIT("bbaa", "release 1.1"),
};

static const struct bisect_commit half_built[PLACES] = {
    COMMIT("00aa", "release 1.0"),
    COMMIT("11aa", "parser: read numbers"),
    COMMIT("22aa", "docs: say more"),
    COMMIT("33aa", "lexer: one state less"),
    COMMIT("44aa", "tests: longer words"),
    BROKEN("55aa", "writer: half of it",
	"build: exit status 2\nwriter.c:3: error: \x1b[2J</pre>\nmake: *** "
	"[all] Error 1\n"),
    INNOCENT("66aa", "docs: a picture"),
    BROKEN("77aa", "writer: more of it",
	"1\n2\n3\n4\nthe fifth line\nthe sixth is not shown"),
    COMMIT("88aa", "writer: the other half"),
    COMMIT("99aa", "lexer: name states"),
    COMMIT("aaaa", "writer: flush less"),
    COMMIT("bbaa", "release 1.1"),
};

static const struct bisect_commit side[] = {
    COMMIT("0c0c", "before the branch"),
    COMMIT("1c1c", "table: a type for rows"),
    COMMIT("2c2c", "table: sort at each call"),
    COMMIT("3c3c", "table: tests"),
};

static const struct bisect_commit hostile[] = {
    {OID("00ee"), "\ngit bisect bad HEAD\r\n# x", "<b>@root</b>", AUTHORED_S,
	NULL, false},
    {OID("11ee"), "a | b `c` $(d) <e>\x1b[2J\n## h", "A | *B* \x1b]0;x\x07",
	AUTHORED_S, NULL, false},
    {OID("22ee"), "'; rm -rf / #", "\xff", -1, NULL, false},
};

/* ---- samples ---- */

/* Medians 41 and 46; deviations of 0, 1, 1, ...: a spread of 1.4826. */
static const double before[ROUNDS] = {40, 41, 42, 41, 40, 42, 41, 41};
static const double after[ROUNDS] = {46, 45, 47, 46, 46, 46, 47, 45};
static const double heap_before[ROUNDS] = {
    65536, 65536, 65536, 65536, 65536, 65536, 65536, 65536};
static const double heap_after[ROUNDS] = {
    131072, 131072, 131072, 131072, 131072, 131072, 131072, 131072};

static const struct bisect_level levels[] = {
    {0, before, 8, 41, 5},
    {4, before, 4, 41, 0},
    {5, after, 4, 46, 0},
    {9, after, 1, 46, 1},
    {11, after, 8, 46, 0},
};
static const struct bisect_level heap_levels[] = {
    {4, heap_before, 4, 65536, 0},
    {5, heap_after, 4, 131072, 0},
};
static const struct bisect_level later_levels[] = {
    {0, before, 8, 41, 0},
    {3, before + 1, 2, 41.5, 0},
    {9, before, 2, 40.5, 0},
    {10, after, 2, 45.5, 0},
    {11, before, 8, 41, 0},
};
static const struct bisect_level hidden_levels[] = {
    {0, before, 8, 41, 0},
    {1, before, 1, 40, 0},
    {4, before, 2, 40.5, 0},
    {8, after, 2, 45.5, 0},
    {9, after, 1, 46, 0},
    {11, after, 8, 46, 0},
};
static const struct bisect_level end_levels[] = {
    {0, before, 8, 41, 0},
    {11, after, 8, 46, 0},
};
static const struct bisect_level near_levels[] = {
    {0, before, 8, 41, 0},
    {2, after, 8, 46, 0},
};

/* By place; 0 at the good end and where a commit is innocent. */
static const double sure[PLACES] = {
    0, 0, 0, .0004, .0006, .998, 0, .0008, .0002, 0, 0, 0};
static const double later[PLACES] = {
    0, 0, 0, 0, 0, 0, 0, .01, .01, .02, .96, 0};
static const double hidden[PLACES] = {
    0, 0, 0, 0, .002, .3, 0, .3, .395, .003, 0, 0};
static const double spread[PLACES] = {
    0, .05, 0, .15, .3, .25, 0, .1, .05, .05, .03, .02};
static const double branch[] = {0, .019, .981, 0};

#define NS(benchmark)                                                          \
	{                                                                      \
		benchmark, "real_time", "ns", DIRECTION_SMALLER                \
	}
#define UNKNOWN_STEP .ratio = NAN, .ratio_low = NAN, .ratio_high = NAN
#define ENDS(at, from, to)                                                     \
	.ends_ratio = (at), .ends_low = (from), .ends_high = (to),             \
	.ends_rounds = ROUNDS
#define STEP(at, from, to)                                                     \
	.ratio = (at), .ratio_low = (from), .ratio_high = (to),                \
	.rounds = ROUNDS, .before = before, .after = after
#define LEVELS(rows) .levels = rows, .level_count = sizeof rows / sizeof *rows

/* ---- answers ---- */

#define FOUND_AT_5                                                             \
	{                                                                      \
		.name = NS("parse/64"), .status = BISECT_FOUND, .good = 0,     \
		.bad = 11, ENDS(1.12, 1.1, 1.14), .first = 5, .last = 5,       \
		.probability = .998, .probabilities = sure,                    \
		STEP(1.121, 1.108, 1.134), LEVELS(levels)                      \
	}

static const struct bisect_answer found_answers[] = {FOUND_AT_5};

static const struct bisect_answer step_answers[] = {
    FOUND_AT_5,
    {.name = {"parse/64", "heap", "bytes", DIRECTION_SMALLER},
	.status = BISECT_FOUND,
	.good = 0,
	.bad = 11,
	ENDS(2, 2, 2),
	.first = 5,
	.last = 5,
	.probability = 1,
	.probabilities = sure,
	.ratio = 2,
	.ratio_low = NAN,
	.ratio_high = NAN,
	.rounds = 4,
	.before = heap_before,
	.after = heap_after,
	LEVELS(heap_levels),
	.by_instructions = true},
    {.name = NS("parse/64"),
	.status = BISECT_FOUND,
	.good = 5,
	.bad = 10,
	ENDS(1.05, 1.03, 1.07),
	.first = 10,
	.last = 10,
	.probability = .96,
	.probabilities = later,
	STEP(1.05, 1.04, 1.06),
	LEVELS(later_levels),
	.reverted = true,
	.by_instructions = true},
};

static const struct bisect_answer unresolved_answers[] = {
    {.name = NS("parse/64"),
	.status = BISECT_UNRESOLVED,
	.good = 0,
	.bad = 11,
	ENDS(1.12, 1.1, 1.14),
	.first = 5,
	.last = 8,
	.probability = .995,
	.probabilities = hidden,
	STEP(1.121, 1.108, 1.134),
	LEVELS(hidden_levels)},
    {.name = NS("write/64"),
	.status = BISECT_UNRESOLVED,
	.reason = "the budget of 10m is spent",
	.good = 0,
	.bad = 11,
	ENDS(1.12, 1.1, 1.14),
	.first = 3,
	.last = 6,
	.probability = .75,
	.probabilities = spread,
	UNKNOWN_STEP,
	LEVELS(end_levels)},
    {.name = NS("read/64"),
	.status = BISECT_UNRESOLVED,
	.reason = "its parent is as slow",
	.good = 0,
	.bad = 11,
	ENDS(1.12, 1.1, 1.14),
	.first = 10,
	.last = 10,
	.probability = .96,
	.probabilities = later,
	STEP(1.001, .99, 1.012),
	LEVELS(end_levels)},
};

static const struct bisect_answer branch_answers[] = {
    {.name = NS("parse/64"),
	.status = BISECT_FOUND,
	.good = 0,
	.bad = 3,
	ENDS(1.12, 1.1, 1.14),
	.first = 2,
	.last = 2,
	.probability = .981,
	.probabilities = branch,
	STEP(1.12, 1.1, 1.14),
	LEVELS(near_levels)},
};

static const struct bisect_answer drift_answers[] = {
    {.name = NS("parse/64"),
	.status = BISECT_DRIFT,
	.reason = "five steps of one percent fit better than one of five",
	.good = 0,
	.bad = 11,
	ENDS(1.05, 1.04, 1.06),
	.probabilities = spread,
	UNKNOWN_STEP,
	LEVELS(later_levels)},
};

static const struct bisect_answer quiet_answers[] = {
    {.name = NS("parse/64"),
	.status = BISECT_NO_CHANGE,
	.good = 0,
	.bad = 11,
	ENDS(1.001, .994, 1.008),
	UNKNOWN_STEP},
    {.name = {"parse/64", "heap", "bytes", DIRECTION_SMALLER},
	.status = BISECT_REVERSED,
	.good = 0,
	.bad = 11,
	ENDS(.5, .5, .5),
	UNKNOWN_STEP},
    {.name = NS("write/64"),
	.status = BISECT_NO_CHANGE,
	.good = 0,
	.bad = 11,
	ENDS(.999, .99, 1.004),
	UNKNOWN_STEP},
};

static const struct bisect_answer noisy_answers[] = {
    {.name = NS("parse/64"),
	.status = BISECT_TOO_NOISY,
	.reason = "40 rounds leave it open",
	.good = 0,
	.bad = 11,
	ENDS(1.03, .97, 1.09),
	UNKNOWN_STEP},
    {.name = NS("write/64"),
	.status = BISECT_TOO_NOISY,
	.reason = "40 rounds leave it open",
	.good = 0,
	.bad = 11,
	.ends_ratio = NAN,
	.ends_low = NAN,
	.ends_high = NAN,
	UNKNOWN_STEP},
};

static const double either[] = {0, .6, .4};
static const struct bisect_answer hostile_answers[] = {
    {.name = {"- a|b'; \x1b[31m<img>/@x", "per cent %s", "<u>",
	 DIRECTION_BIGGER},
	.status = BISECT_FOUND,
	.good = 0,
	.bad = 2,
	ENDS(.9, .88, .92),
	.first = 1,
	.last = 1,
	.probability = .6,
	.probabilities = either,
	STEP(.89, .87, .91),
	LEVELS(near_levels),
	.by_instructions = true},
    {.name = NS("*x*"),
	.status = BISECT_REVERSED,
	.reason = "- | `why`\n# h",
	.good = 0,
	.bad = 2,
	ENDS(1.5, 1.4, 1.6),
	UNKNOWN_STEP},
};

/* ---- files ---- */

static const char *const ten_paths[] = {"parser/table.c", "parser/table.h",
    "parser/parser.c", "parser/parser.h", "parser/rows.c", "parser/rows.h",
    "tests/parser.c", "tests/rows.c", "tests/table.c"};
static const char *const one_path[] = {"writer.c"};
static const char *const hostile_paths[] = {
    "a\nb.c", "`rm`|<x>\x1b[1m", "@all #1 www.example.org"};

static const struct bisect_files found_files[] = {{ten_paths, 9, 12}};
static const struct bisect_files step_files[] = {
    {ten_paths, 2, 2}, {ten_paths, 2, 2}, {one_path, 1, 1}};
static const struct bisect_files merge_files[] = {
    {NULL, 0, 0}, {NULL, 0, 0}, {one_path, 1, 1}};
static const struct bisect_files hostile_files[] = {
    {hostile_paths, 3, 3}, {NULL, 0, 0}};

/* ---- reports ---- */

#define RANGE(places, side_of, rows)                                           \
	{                                                                      \
		.commits = places, .count = sizeof places / sizeof *places,    \
		.merge = side_of, .answers = rows,                             \
		.answer_count = sizeof rows / sizeof *rows                     \
	}
#define REPORT(rows)                                                           \
	.version = "0", .machine_key = "cpu 2 x86_64",                         \
	.config_from = "work tree",                                            \
	.command = "tidemark bisect 00aa bbaa --continue", .confidence = .95,  \
	.tolerance = .02, .ranges = rows,                                      \
	.range_count = sizeof rows / sizeof *rows, .runs = 84, .builds = 14,   \
	.elapsed_ns = INT64_C(730000000000)

static const struct bisect_range found_ranges[] = {
    RANGE(plain, NULL, found_answers)};
static const struct bisect_range step_ranges[] = {
    RANGE(plain, NULL, step_answers)};
static const struct bisect_range unresolved_ranges[] = {
    RANGE(half_built, NULL, unresolved_answers)};
static const struct bisect_answer merge_answers[] = {
    FOUND_AT_5,
    {.name = NS("write/64"),
	.status = BISECT_NO_CHANGE,
	.good = 0,
	.bad = 11,
	ENDS(1.001, .994, 1.008),
	UNKNOWN_STEP},
};
static const struct bisect_range merge_ranges[] = {
    RANGE(plain, NULL, merge_answers), RANGE(side, &plain[5], branch_answers)};
static const struct bisect_range drift_ranges[] = {
    RANGE(plain, NULL, drift_answers)};
static const struct bisect_range quiet_ranges[] = {
    RANGE(plain, NULL, quiet_answers)};
static const struct bisect_range noisy_ranges[] = {
    RANGE(plain, NULL, noisy_answers)};
static const struct bisect_range hostile_ranges[] = {
    RANGE(hostile, NULL, hostile_answers)};

static const char *const warnings[] = {
    "the battery is <low>", "2 commits were measured on another kernel"};

static const struct bisect_report found = {
    REPORT(found_ranges), .reused = 3, .files = found_files};
static const struct bisect_report steps = {
    REPORT(step_ranges), .files = step_files};
static const struct bisect_report unresolved = {REPORT(unresolved_ranges)};
static const struct bisect_report merge = {
    REPORT(merge_ranges), .files = merge_files};
static const struct bisect_report drift = {REPORT(drift_ranges)};
static const struct bisect_report quiet = {REPORT(quiet_ranges)};
static const struct bisect_report noisy = {
    REPORT(noisy_ranges), .warnings = warnings, .warning_count = 2};
static const struct bisect_report harmful = {.version = "0",
    .machine_key = "<cpu>",
    .config_from = "x|y",
    .command = "tidemark bisect 'a|b' --improvement # `x`",
    .confidence = .95,
    .tolerance = .02,
    .improvement = true,
    .ranges = hostile_ranges,
    .range_count = 1,
    .files = hostile_files};

const struct bisect_fixture bisect_fixtures[] = {
    {"bisect-found", &found},
    {"bisect-steps", &steps},
    {"bisect-unresolved", &unresolved},
    {"bisect-merge", &merge},
    {"bisect-drift", &drift},
    {"bisect-no-change", &quiet},
    {"bisect-too-noisy", &noisy},
    {"bisect-hostile", &harmful},
    {NULL, NULL},
};

const struct bisect_report *
bisect_fixture(const char *name)
{
	const struct bisect_fixture *row = bisect_fixtures;

	while (row->name && strcmp(row->name, name) != 0)
		row++;
	cr_assert(ne(ptr, (void *)row->report, NULL), "%s", name);
	return row->report;
}
