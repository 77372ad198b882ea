#include <math.h>

#include "reports/calibration_parts.h"
#include "reports/phrases.h"
#include "reports/units.h"

#define S_NS INT64_C(1000000000)

size_t
calibration_noisiest(const struct calibration_report *report)
{
	size_t most = 0;

	for (size_t i = 1; i < report->series_count; i++)
		if (report->series[i].spread > report->series[most].spread)
			most = i;
	return most;
}

/* How many series have a smaller spread, ties by their order. */
static size_t
rank_of(const struct calibration_report *report, size_t index)
{
	const struct calibration *series = report->series;
	size_t rank = 0;

	for (size_t i = 0; i < report->series_count; i++)
		rank += series[i].spread < series[index].spread ||
			(i < index && series[i].spread == series[index].spread);
	return rank;
}

size_t
calibration_typical(const struct calibration_report *report)
{
	size_t index = 0;

	while (rank_of(report, index) != report->series_count / 2)
		index++;
	return index;
}

/* A pattern that matches the name, in double quotes: what means something to a
 * pattern or to YAML, or is not ASCII, is any one byte. */
static void
put_match(struct buf *out, const struct series_name *name)
{
	struct buf raw = BUF_INIT;

	phrase_name(&raw, name->benchmark, name->metric);
	buf_putc(out, '"');
	for (const char *c = buf_text(&raw); *c; c++) {
		bool plain = *c >= ' ' && *c <= '~' && *c != '*' && *c != '[' &&
			     *c != '\\' && *c != '"';

		buf_putc(out, plain ? *c : '?');
	}
	buf_putc(out, '"');
	out->failed |= raw.failed;
	buf_release(&raw);
}

static void
put_rule(struct buf *out, double tolerance, double least)
{
	buf_printf(out, "    tolerance: %g%%  # not below ", 100 * tolerance);
	units_percent(out, least);
	buf_putc(out, '\n');
}

static void
put_rules(struct buf *out, const struct calibration_report *report)
{
	const struct suggestion *suggestion = &report->suggestion;

	buf_puts(out, "rules:\n");
	for (size_t i = 0; i < suggestion->exception_count; i++) {
		size_t index = suggestion->exceptions[i];
		const struct calibration *one = &report->series[index];

		buf_puts(out, "  - match: ");
		put_match(out, &report->names[index]);
		buf_putc(out, '\n');
		put_rule(out, one->tolerance, one->tolerance_least);
	}
	buf_puts(out, "  - match: \"*\"\n");
	put_rule(out, suggestion->tolerance, suggestion->least);
}

/* A duration of the config has one unit. */
static void
put_budget(struct buf *out, const struct calibration_report *report)
{
	long long seconds = report->budget_ns / S_NS;

	buf_puts(out, "measure:\n  budget: ");
	if (seconds % 60)
		buf_printf(out, "%llds", seconds);
	else
		buf_printf(out, "%lldm", seconds / 60);
	buf_printf(out, "  # %zu rounds, %d of them to confirm\n",
	    report->suggestion.rounds, GATE_ROUNDS_FRESH);
}

void
calibration_put_suggestion(
    struct buf *out, const struct calibration_report *report)
{
	const struct suggestion *suggestion = &report->suggestion;

	if (suggestion->hopeless)
		buf_printf(out,
		    "\n%zu series too noisy for any tolerance: make them "
		    "longer, "
		    "or leave them out of the\nbenchmark's metrics; with the "
		    "rules below they are inconclusive\n",
		    suggestion->hopeless);
	if (suggestion->tolerance == 0)
		return;
	buf_printf(out,
	    "\nsuggested%s, so that equal code passes in 99 of 100 checks and "
	    "a "
	    "slowdown of 1.5 times\nthe tolerance is found within %d rounds:\n"
	    "\n",
	    suggestion->hopeless ? " for the others" : "", GATE_ROUNDS_MAIN);
	put_rules(out, report);
	put_budget(out, report);
}
