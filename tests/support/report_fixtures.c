#include "tests/support/report_fixtures.h"

#include <math.h>
#include <string.h>

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])
#define BASE_OID "0f1e2d3c4b5a69788796a5b4c3d2e1f001234567"
#define HEAD_OID "89abcdef0123456789abcdef0123456789abcdef"

#define JUDGED(verdict_, rounds_)                                              \
	.judged = true, .verdict = verdict_, .rounds = rounds_,                \
	.confidence = 0.99, .tolerance = 0.10, .floor = NAN, .effect = NAN,    \
	.control_ratio = 1.001,                                                \
	.q_value = (verdict_) == VERDICT_REGRESSED	? 0.0004               \
		   : (verdict_) == VERDICT_INCONCLUSIVE ? 0.072                \
							: 1,                   \
	.samples = {{base_samples, COUNT(base_samples)},                       \
	    {control_samples, COUNT(control_samples)},                         \
	    {head_samples, COUNT(head_samples)}}

#define RATIO(ratio_, low, high, mde_)                                         \
	.ratio = ratio_, .ratio_low = low, .ratio_high = high, .mde = mde_

#define VALUES(base, base_sd, head, head_sd)                                   \
	.base_value = base, .base_spread = base_sd, .head_value = head,        \
	.head_spread = head_sd

#define NO_INTERVAL                                                            \
	.ratio_low = NAN, .ratio_high = NAN, .confidence = NAN, .mde = NAN,    \
	.q_value = NAN, .base_spread = NAN, .head_spread = NAN,                \
	.control_ratio = NAN

#define TIME(benchmark)                                                        \
	{                                                                      \
		benchmark, "real_time", "ns", DIRECTION_SMALLER                \
	}

static const double base_samples[] = {41.2, 41.1, 41.25};
static const double control_samples[] = {41.2, 41.3, 41.15};
static const double head_samples[] = {51.9, 51.7, 52.05};

static const struct report_fact provenance[] = {
    {"kernel", "6.1.0-18-amd64"},
    {"governor", "performance"},
    {"load", "0.12"},
};

#define COMMITS                                                                \
	.version = "0.1.0",                                                    \
	.base = {BASE_OID, "interval: keep the tree balanced", 1795392000},    \
	.head = {HEAD_OID, "interval: copy nodes on release", 1795478400},     \
	.machine_key = "Example CPU 3000, 8 cores, x86_64, Linux",             \
	.provenance = provenance, .provenance_count = COUNT(provenance)

#define HEADING                                                                \
	COMMITS, .command = "check", .config_from = BASE_OID,                  \
		 .base_from = "merge-base of origin/main and HEAD"

#define EFFORT                                                                 \
	.noise_floor = 0.006, .seed = 20261127, .rounds = 40,                  \
	.processes = 240, .builds_ns = 41000000000,                            \
	.measuring_ns = 250000000000, .children_ns = 249500000000,             \
	.budget_ns = 600000000000, .parts = mixed_parts,                       \
	.part_count = COUNT(mixed_parts)

#define NO_EFFORT .noise_floor = NAN

#define SERIES(rows) .series = rows, .series_count = COUNT(rows)
#define UNJUDGED(rows) .unjudged = rows, .unjudged_count = COUNT(rows)
#define WARNINGS(rows) .warnings = rows, .warning_count = COUNT(rows)

/* ---- a bit of everything ---- */

static const struct report_part mixed_parts[] = {
    {"protocol", 40, 26, 190000000000},
    {"|`<b>@\x1b[31m", 20, 0, 59000000000},
};

static const struct report_series mixed_series[] = {
    {.name = TIME("protocol/insert/100"),
	JUDGED(VERDICT_PASS, 8),
	RATIO(0.998, 0.991, 1.004, 0.021),
	VALUES(812.3, 0.004, 810.9, 0.006)},
    {.name = TIME("protocol/boundary/10000"),
	JUDGED(VERDICT_REGRESSED, 14),
	RATIO(1.26, 1.241, 1.28, 0.02),
	VALUES(41.2, 0.004, 51.9, 0.006)},
    {.name = {"store/append", "ops_per_second", "1/s", DIRECTION_BIGGER},
	JUDGED(VERDICT_REGRESSED, 14),
	RATIO(1.31, 1.22, 1.4, 0.05),
	VALUES(504600, 0.021, 385190, 0.018),
	.note = "confirmed"},
    {.name = {"protocol/release/1000", "max_rss", "bytes", DIRECTION_SMALLER},
	JUDGED(VERDICT_ACKNOWLEDGED, 14),
	RATIO(1.5, 1.5, 1.5, 0.001),
	VALUES(3355443.2, 0, 5033164.8, 0),
	.acknowledged = {".tidemark-accept.yml accept[2]",
	    "keeps the free list", "A. Person", "2027-03-01"}},
    {.name = TIME("protocol/find/10000"),
	JUDGED(VERDICT_INCONCLUSIVE, 40),
	RATIO(1.08, 0.97, 1.21, 0.183),
	VALUES(1718, 0.081, 1856, 0.097)},
    {.name = TIME("protocol/clear/1000"),
	JUDGED(VERDICT_IMPROVED, 8),
	RATIO(0.81, 0.8, 0.82, 0.03),
	VALUES(2.5e6, 0.01, 2.025e6, 0.012)},
    {.name = TIME("protocol/insert/1000"),
	JUDGED(VERDICT_PASS, 8),
	RATIO(1.041, 1.03, 1.052, 0.02),
	VALUES(9120, 0.003, 9493, 0.002),
	.note = "slower, within tolerance"},
    {.name = {"protocol/insert/1000", "instructions", "", DIRECTION_SMALLER},
	NO_INTERVAL,
	.tolerance = NAN,
	.floor = NAN,
	.effect = NAN,
	.ratio = 1.2,
	.base_value = 1234567,
	.head_value = 1481480,
	.rounds = 8},
};

static const char *const mixed_warnings[] = {
    "the load was 3.1 on 2 cores when measuring began",
};

static const struct report_unjudged mixed_unjudged[] = {
    {"protocol/merge/1000", "real_time", VERDICT_MISSING,
	"the base has it, head did not print it"},
    {"protocol/split/1000", "real_time", VERDICT_NEW,
	"the base has not got it"},
};

static const struct report regressed = {
    HEADING,
    EFFORT,
    .verdict = VERDICT_REGRESSED,
    SERIES(mixed_series),
    UNJUDGED(mixed_unjudged),
    WARNINGS(mixed_warnings),
};

/* ---- one thing at a time ---- */

static const struct report_series pass_series[] = {
    {.name = TIME("protocol/insert/100"),
	JUDGED(VERDICT_PASS, 8),
	RATIO(0.998, 0.991, 1.004, 0.021),
	VALUES(812.3, 0.004, 810.9, 0.006)},
    {.name = TIME("protocol/insert/1000"),
	JUDGED(VERDICT_PASS, 8),
	RATIO(1.041, 1.03, 1.052, 0.02),
	VALUES(9120, 0.003, 9493, 0.002),
	.note = "slower, within tolerance"},
};

static const struct report pass = {
    HEADING,
    EFFORT,
    .verdict = VERDICT_PASS,
    SERIES(pass_series),
};

static const struct report_series acknowledged_series[] = {
    {.name = TIME("protocol/insert/100"),
	JUDGED(VERDICT_ACKNOWLEDGED, 14),
	RATIO(1.26, 1.241, 1.28, 0.02),
	VALUES(41.2, 0.004, 51.9, 0.006),
	.note = "high confidence: 20.00 % more instructions",
	.acknowledged = {".tidemark-accept.yml accept[0]",
	    "exact rounding, see docs/rounding.md", "A. Person", "2027-03-01"}},
    {.name = TIME("protocol/insert/1000"),
	JUDGED(VERDICT_ACKNOWLEDGED, 14),
	RATIO(1.2, 1.18, 1.22, 0.02),
	VALUES(412, 0.004, 494.4, 0.006),
	.acknowledged = {".tidemark-accept.yml accept[1]",
	    "|a| </td><script>`\n\n# heading", "@someone \x1b[31m",
	    "2027-03-01"}},
};

static const struct report acknowledged = {
    HEADING,
    EFFORT,
    .verdict = VERDICT_ACKNOWLEDGED,
    SERIES(acknowledged_series),
};

static const struct report_series identical_series[] = {
    {.name = TIME("protocol/insert/100"),
	NO_INTERVAL,
	.judged = true,
	.verdict = VERDICT_IDENTICAL,
	.tolerance = 0.1,
	.floor = NAN,
	.effect = NAN,
	.ratio = NAN,
	.base_value = NAN,
	.head_value = NAN},
};

static const struct report identical = {
    HEADING,
    NO_EFFORT,
    .verdict = VERDICT_IDENTICAL,
    .reason = "the inputs of the build are equal (core, Makefile): "
	      "nothing was run",
    SERIES(identical_series),
};

/* 24 lines behind the first: 4 are left out. */
static const char build_log[] =
    "the build of head failed: make exited with 2\n"
    "cc -c a.c\ncc -c b.c\ncc -c c.c\ncc -c d.c\n"
    "cc -c e.c\ncc -c f.c\ncc -c g.c\ncc -c h.c\n"
    "cc -c i.c\ncc -c j.c\ncc -c k.c\ncc -c l.c\n"
    "cc -c m.c\ncc -c n.c\ncc -c o.c\ncc -c p.c\n"
    "cc -c q.c\n\ncc -c core/interval/set.c\n"
    "core/interval/set.c:41:2: error: expected ';' before '}' token\n"
    "\treturn set\n"
    "\t^\n"
    "</pre> \x1b[31m```|@someone\n"
    "make: *** [Makefile:12: set.o] Error 1\n\n";

static const struct report_unjudged error_unjudged[] = {
    {"protocol", NULL, VERDICT_ERROR, build_log},
    {"store", NULL, VERDICT_ERROR, "timed out after 2m00s"},
};

static const struct report error = {
    HEADING,
    NO_EFFORT,
    .verdict = VERDICT_ERROR,
    .reason = "head could not be built",
    UNJUDGED(error_unjudged),
};

static const struct report missing = {
    HEADING,
    EFFORT,
    .verdict = VERDICT_MISSING,
    SERIES(pass_series),
    UNJUDGED(mixed_unjudged),
};

static const struct report_series inconclusive_series[] = {
    {.name = TIME("protocol/find/10000"),
	JUDGED(VERDICT_INCONCLUSIVE, 40),
	RATIO(1.08, 0.97, 1.21, 0.183),
	VALUES(1718, 0.081, 1856, 0.097),
	.note = "proven neither within the tolerance nor beyond it",
	.rounds_needed = 5430},
    {.name = TIME("protocol/find/1000"),
	JUDGED(VERDICT_INCONCLUSIVE, 40),
	RATIO(1.1, 0.99, 1.22, 0.181),
	VALUES(1718, 0.081, 1890, 0.093),
	.too_near = true},
    {.name = TIME("protocol/find/100"),
	NO_INTERVAL,
	.judged = true,
	.verdict = VERDICT_INCONCLUSIVE,
	.tolerance = 0.1,
	.floor = NAN,
	.effect = NAN,
	.ratio = 1.03,
	.base_value = 17.18,
	.head_value = 17.7,
	.rounds = 5,
	.note = "the benchmark changed"},
};

static const struct report inconclusive = {
    HEADING,
    EFFORT,
    .verdict = VERDICT_INCONCLUSIVE,
    .reason = "the budget of 10m ended before 1 of 2 series was decided",
    SERIES(inconclusive_series),
};

static const struct report_series terms_series[] = {
    {.name = TIME("protocol/insert/100"),
	JUDGED(VERDICT_PASS, 8),
	RATIO(1.31, 1.28, 1.35, 0.681),
	VALUES(812.3, 0.004, 1064.1, 0.006),
	.min_effect = 500,
	.note = "slower by 31 %, but by less than 500.0 ns"},
    {.name = {"store/append", "ops_per_second", "1/s", DIRECTION_BIGGER},
	JUDGED(VERDICT_REGRESSED, 14),
	RATIO(1.02, 0.99, 1.05, NAN),
	VALUES(504600, 0.021, 494700, 0.018),
	.limit = 500000,
	.beyond_value = 494700,
	.note = "is 494.7 k/s, beyond its limit of 500.0 k/s"},
    {.name = TIME("protocol/split/1000"),
	NO_INTERVAL,
	.judged = true,
	.verdict = VERDICT_NEW,
	.tolerance = NAN,
	.floor = NAN,
	.effect = NAN,
	.ratio = NAN,
	.base_value = NAN,
	.head_value = 17.7,
	.rounds = 8,
	.limit = 20,
	.note = "the base has not got it: judged by its limit alone"},
};

static const struct report_unjudged terms_unjudged[] = {
    {"protocol/split/1000", "max_rss", VERDICT_ERROR,
	"the rule \"*\" has max: 20ns, a time, but this series is in bytes"},
};

static const struct report terms = {
    HEADING,
    EFFORT,
    .verdict = VERDICT_REGRESSED,
    SERIES(terms_series),
    UNJUDGED(terms_unjudged),
};

static const struct report weak = {
    COMMITS,
    NO_EFFORT,
    .command = "compare",
    .weak = true,
    .verdict = VERDICT_PASS,
    .config_from = "work tree",
    SERIES(pass_series),
};

/* By the history, and against a second base. */
static const struct report_series past_series[] = {
    {.name = TIME("protocol/insert/100"),
	JUDGED(VERDICT_PASS, 10),
	RATIO(1.012, NAN, NAN, NAN),
	VALUES(41.2, NAN, 41.7, NAN),
	.band_low = 39.9,
	.band_high = 42.5,
	.note = "within the band of 30 commits, 39.90 ns to 42.50 ns"},
};

static const struct report *const second_base[] = {&terms};

static const struct report bases = {
    HEADING,
    EFFORT,
    .verdict = VERDICT_PASS,
    SERIES(past_series),
    .others = second_base,
    .other_count = COUNT(second_base),
};

/* Values that no series should have. */
static const struct report_series odd_series[] = {
    {.name = {"odd", "loss", "%", DIRECTION_SMALLER},
	JUDGED(VERDICT_INCONCLUSIVE, 8),
	RATIO(INFINITY, -INFINITY, NAN, NAN),
	VALUES(0, INFINITY, -3, NAN)},
};
static const struct report odd = {HEADING, .noise_floor = INFINITY,
    .verdict = VERDICT_INCONCLUSIVE, SERIES(odd_series)};

static const struct report empty = {
    NO_EFFORT,
    .verdict = VERDICT_INCONCLUSIVE,
    .reason = "there is nothing to judge",
};

/* ---- names that try to be something else ---- */

static char long_name[BENCHMARK_NAME_MAX + 1]; /* filled before main() */

__attribute__((constructor)) static void
fill_long_name(void)
{
	static const char part[] = "0123456789abcde/";

	for (size_t i = 0; i + 1 < sizeof long_name; i++)
		long_name[i] = part[i % strlen(part)];
}

const char *const hostile_names[] = {
    "\"><script>alert(1)</script>",
    "`touch /tmp/x`",
    "$(id)",
    "|md|table|",
    "EOD",
    "two\nlines\r\n\n# heading",
    "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "c1 \xc2\x9b"
    "31m and bidi \u202egnp.exe",
    "not utf-8: \xff\xc3(",
    "@someone, see #1, gh-2 and me@example.com",
    "https://example.com www.example.com",
    "[a](https://example.com) ![b](c.png) &lt; \\",
    "*strong* _em_ ~~gone~~ $x$ :tada:",
    "</details></pre> <!-- ",
    "'; DROP TABLE series; --",
    "%s%n",
    "-",
    "",
    long_name,
};

const size_t hostile_name_count = COUNT(hostile_names);

#define HOSTILE_SERIES (COUNT(hostile_names))

static struct report_series hostile_series[HOSTILE_SERIES];
static struct report_unjudged hostile_unjudged[HOSTILE_SERIES];

__attribute__((constructor)) static void
fill_hostile(void)
{
	for (size_t i = 0; i < HOSTILE_SERIES; i++) {
		const char *name = hostile_names[i];

		/* Ratios fall, so that the order stays. */
		hostile_series[i] = (struct report_series){
		    .name = {name, "real_time", i % 2 ? "ns" : "|<b>`@u",
			DIRECTION_SMALLER},
		    JUDGED(i ? VERDICT_PASS : VERDICT_REGRESSED, 5),
		    RATIO(2 - 0.05 * (double)i, NAN, NAN, NAN),
		    VALUES(100, NAN, 200 - 5 * (double)i, NAN),
		    .note = name,
		};
		hostile_unjudged[i] =
		    (struct report_unjudged){name, NULL, VERDICT_MISSING, name};
	}
}

static const struct report_fact hostile_facts[] = {
    {"kernel", "|a|\n`b`"},
    {"kernel", "again"},
    {"\x1b[2J", NULL},
};

static const char *const hostile_warnings[] = {
    "# not a heading\n- not an item <script>",
};

static const struct report hostile = {
    EFFORT,
    .command = "check",
    .version = "0.1.0",
    .verdict = VERDICT_REGRESSED,
    .reason = "- <img src=x onerror=alert(1)>\n\n# heading",
    .base = {"`|<b>@\n0123456789", "fix: @someone broke `it` | see #1\n\nEOD"},
    .head = {HEAD_OID, "\x1b[2J\u202e\xff"},
    .base_from = "merge-base of $(id) and \"HEAD\"",
    .config_from = "a|b\n.yml",
    .machine_key = "CPU | <b>`@ 9000",
    .provenance = hostile_facts,
    .provenance_count = COUNT(hostile_facts),
    SERIES(hostile_series),
    UNJUDGED(hostile_unjudged),
    WARNINGS(hostile_warnings),
};

const struct report_fixture report_fixtures[] = {
    {"regressed", &regressed},
    {"pass", &pass},
    {"acknowledged", &acknowledged},
    {"identical", &identical},
    {"error", &error},
    {"missing", &missing},
    {"inconclusive", &inconclusive},
    {"terms", &terms},
    {"weak", &weak},
    {"bases", &bases},
    {"odd", &odd},
    {"empty", &empty},
    {"hostile", &hostile},
    {NULL, NULL},
};

const struct report *
report_fixture(const char *name)
{
	for (const struct report_fixture *row = report_fixtures; row->name;
	     row++) {
		if (strcmp(row->name, name) == 0)
			return row->report;
	}
	return NULL;
}
