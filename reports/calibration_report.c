#include "reports/calibration_report.h"

#include <inttypes.h>
#include <math.h>

#include "core/base/clock.h"
#include "reports/calibration_parts.h"
#include "reports/escape.h"
#include "reports/grid.h"
#include "reports/phrases.h"
#include "reports/reason.h"
#include "reports/units.h"

#define NOTES_MAX 20 /* series whose notes are shown */

/* ---- small texts ---- */

static void
put_text(struct buf *out, const char *text)
{
	term_text(out, phrase_or_dash(text), ESCAPE_WHOLE);
}

static void
put_name(struct buf *out, const struct series_name *name)
{
	struct buf raw = BUF_INIT;

	phrase_name(&raw, name->benchmark, name->metric);
	put_text(out, buf_text(&raw));
	out->failed |= raw.failed;
	buf_release(&raw);
}

static void
put_time(struct buf *out, int64_t ns)
{
	char text[32];

	clock_humane(ns, text, sizeof text);
	buf_puts(out, text);
}

static bool
correlates(double lag1, const struct calibration *one)
{
	return fabs(lag1) > one->lag1_bound;
}

/* ---- the table of series ---- */

static const struct grid_column columns[] = {
    {"benchmark", false},
    {"noise floor", true},
    {"spread", true},
    {"copies", true},
    {"lag 1", true},
    {"modes", false},
    {"places", false},
    {"tolerance", true},
    {"not below", true},
};

static void
put_tolerance(struct buf *out, double tolerance)
{
	if (tolerance > 0)
		units_percent(out, tolerance);
	else
		buf_puts(out, "none");
}

static void
put_row(struct grid *grid, const struct calibration_report *report, size_t i)
{
	const struct calibration *one = &report->series[i];
	struct buf cell = BUF_INIT;

	phrase_name(&cell, report->names[i].benchmark, report->names[i].metric);
	grid_move(grid, &cell);
	units_percent(&cell, one->noise_floor);
	grid_move(grid, &cell);
	units_percent(&cell, expm1(one->spread));
	grid_move(grid, &cell);
	if (one->offset_differs)
		units_change(&cell, one->offset);
	else
		buf_puts(&cell, "equal");
	grid_move(grid, &cell);
	buf_printf(&cell, "%+.2f%s", one->lag1_base,
	    correlates(one->lag1_base, one) ? " !" : "");
	grid_move(grid, &cell);
	grid_put(grid, one->several_modes ? "several" : "one");
	if (one->slots_p < CALIBRATION_ALPHA)
		grid_put(grid, "matter");
	else
		grid_put(grid, isnan(one->slots[0]) ? "-" : "equal");
	put_tolerance(&cell, one->tolerance);
	grid_move(grid, &cell);
	if (isfinite(one->tolerance_least))
		units_percent(&cell, one->tolerance_least);
	else
		buf_putc(&cell, '-');
	grid_move(grid, &cell);
	buf_release(&cell);
}

static void
put_table(struct buf *out, const struct calibration_report *report)
{
	struct grid grid;

	grid_init(&grid, columns, sizeof columns / sizeof columns[0]);
	for (size_t i = 0; i < report->series_count; i++)
		put_row(&grid, report, i);
	buf_putc(out, '\n');
	grid_write(&grid, out);
	grid_release(&grid);
}

/* ---- notes ---- */

static void
put_slots(struct buf *out, const struct calibration *one)
{
	static const char *const places[SIDE_COUNT] = {
	    "first", "second", "third"};

	buf_printf(out,
	    "  a turn's place in the round matters (p = %.2g):", one->slots_p);
	for (size_t slot = 0; slot < SIDE_COUNT; slot++) {
		buf_printf(out, "%s %s ", slot ? "," : "", places[slot]);
		units_change(out, one->slots[slot]);
	}
	buf_puts(out, "; orders are random, so that it favours no side and "
		      "adds to the noise\n");
}

static void
put_offset(struct buf *out, const struct calibration *one)
{
	buf_puts(out, "  copies of the same code differ by ");
	units_change(out, one->offset);
	buf_puts(out, " ");
	units_interval(out, one->offset_low, one->offset_high);
	buf_puts(out, ": something other than the code, such as its place in "
		      "memory, is measured too\n");
}

static bool
has_notes(const struct calibration *one)
{
	return one->offset_differs || correlates(one->lag1_base, one) ||
	       correlates(one->lag1_differences, one) || one->several_modes ||
	       one->slots_p < CALIBRATION_ALPHA || one->tolerance == 0;
}

static void
put_notes_of(struct buf *out, const struct calibration *one)
{
	if (one->tolerance == 0)
		buf_puts(out,
		    "  too noisy for any tolerance up to 30 %: make each run "
		    "longer, or the machine quieter\n");
	if (one->offset_differs)
		put_offset(out, one);
	if (correlates(one->lag1_base, one))
		buf_printf(out,
		    "  neighbouring rounds are alike (%+.2f, independent ones "
		    "stay within %.2f): the machine's speed drifts; pairs "
		    "cancel what is slower than a round\n",
		    one->lag1_base, one->lag1_bound);
	if (correlates(one->lag1_differences, one))
		buf_printf(out,
		    "  differences of neighbouring rounds are related (%+.2f, "
		    "beyond %.2f): the gate errs more often than it says\n",
		    one->lag1_differences, one->lag1_bound);
	if (one->several_modes)
		buf_printf(out,
		    "  values lie around several levels (dip %.3f): the "
		    "machine or the benchmark has states\n",
		    one->dip);
	if (one->slots_p < CALIBRATION_ALPHA)
		put_slots(out, one);
}

static void
put_notes(struct buf *out, const struct calibration_report *report)
{
	size_t noted = 0;

	for (size_t i = 0; i < report->series_count; i++) {
		if (!has_notes(&report->series[i]))
			continue;
		if (noted++ >= NOTES_MAX)
			continue;
		buf_putc(out, '\n');
		put_name(out, &report->names[i]);
		buf_puts(out, ":\n");
		put_notes_of(out, &report->series[i]);
	}
	if (noted > NOTES_MAX)
		buf_printf(out, "\nnotes of %zu more series are left out\n",
		    noted - NOTES_MAX);
}

/* The first line, and of a log those lines that are shown. */
static void
put_reason(struct buf *out, const char *text)
{
	struct buf raw = BUF_INIT;
	struct reason reason;

	reason_first(&reason, text, &raw);
	put_text(out, buf_text(&raw));
	buf_putc(out, '\n');
	buf_reset(&raw);
	while (reason_next(&reason, &raw)) {
		buf_puts(out, "    ");
		put_text(out, buf_text(&raw));
		buf_putc(out, '\n');
		buf_reset(&raw);
	}
	buf_release(&raw);
}

static void
put_unmeasured(struct buf *out, const struct calibration_report *report)
{
	for (size_t i = 0; i < report->unmeasured_count; i++) {
		const struct calibration_unmeasured *row =
		    &report->unmeasured[i];
		const struct series_name name = {
		    .benchmark = row->benchmark, .metric = row->metric};

		buf_puts(out, i ? "" : "\n");
		buf_puts(out, "not measured: ");
		put_name(out, &name);
		buf_puts(out, ": ");
		put_reason(out, row->reason);
	}
}

/* ---- the MDE ---- */

/* Each series is asked at its own tolerance; without one, at the largest. */
static void
put_mde_cell(struct grid *grid, const struct calibration *one, size_t rounds)
{
	struct question question = calibration_question(one);
	struct buf cell = BUF_INIT;

	units_percent(&cell, gate_mde_at(&question, one->spread, rounds));
	grid_move(grid, &cell);
	buf_release(&cell);
}

static void
put_mdes(struct buf *out, const struct calibration_report *report)
{
	static const struct grid_column heads[] = {{"rounds", true},
	    {"time", true}, {"typical", true}, {"noisiest", true}};
	const struct calibration *typical =
	    &report->series[calibration_typical(report)];
	const struct calibration *noisiest =
	    &report->series[calibration_noisiest(report)];
	struct buf cell = BUF_INIT;
	struct grid grid;

	grid_init(&grid, heads, sizeof heads / sizeof heads[0]);
	for (const struct rule_look *look = gate_rule.main; look->rounds;
	     look++) {
		buf_printf(&cell, "%zu", look->rounds);
		grid_move(&grid, &cell);
		put_time(&cell, (int64_t)look->rounds * report->round_ns);
		grid_move(&grid, &cell);
		put_mde_cell(&grid, typical, look->rounds);
		put_mde_cell(&grid, noisiest, look->rounds);
	}
	buf_puts(out, "\nslowdown that a look finds with 80 % power, at the "
		      "series' own tolerance");
	buf_puts(out, report->suggestion.hopeless
			  ? " (30 % where it has none):\n"
			  : ":\n");
	grid_write(&grid, out);
	grid_release(&grid);
	buf_release(&cell);
}

/* ---- all of it ---- */

static void
put_head(struct buf *out, const struct calibration_report *report)
{
	buf_puts(out, "calibration: three builds of ");
	phrase_oid(out, report->oid);
	buf_puts(out, " ");
	put_text(out, report->subject);
	buf_printf(out, "\n%zu rounds, ", report->rounds);
	put_time(out, report->elapsed_ns);
	buf_printf(out, ", seed %" PRIu64 "\nmachine: ", report->seed);
	put_text(out, report->machine_key);
	buf_puts(out, "\n         ");
	put_text(out, report->fitness);
	buf_putc(out, '\n');
}

enum err
calibration_report_text(const struct calibration_report *report, FILE *file)
{
	struct buf page = BUF_INIT;
	enum err err;

	put_head(&page, report);
	if (report->series_count) {
		put_table(&page, report);
		put_notes(&page, report);
	}
	put_unmeasured(&page, report);
	if (report->series_count) {
		put_mdes(&page, report);
		calibration_put_suggestion(&page, report);
	}
	err = buf_err(&page);
	if (!err && fwrite(page.data, 1, page.len, file) != page.len)
		err = err_fail(ERR_IO, "the calibration cannot be written");
	buf_release(&page);
	return err;
}
