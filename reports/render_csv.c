#include "reports/csv.h"
#include "reports/ranking.h"
#include "reports/renderers.h"

static const char *const names[] = {"benchmark", "metric", "unit", "direction",
    "verdict", "judged", "ratio", "ratio_low", "ratio_high", "tolerance",
    "rounds", "base_value", "head_value", "base_spread", "head_spread",
    "control_ratio", "note", "base", "head"};

static void
put_commits(struct csv_writer *csv, const struct report *report)
{
	csv_text(csv, report->base.oid);
	csv_text(csv, report->head.oid);
	csv_row_end(csv);
}

static void
put_series(struct csv_writer *csv, const struct report *report,
    const struct report_series *series)
{
	csv_text(csv, series->name.benchmark);
	csv_text(csv, series->name.metric);
	csv_text(csv, series->name.unit);
	csv_text(csv, direction_name(series->name.direction));
	csv_text(csv, series->judged ? verdict_name(series->verdict) : NULL);
	csv_bool(csv, series->judged);
	csv_number(csv, series->ratio);
	csv_number(csv, series->ratio_low);
	csv_number(csv, series->ratio_high);
	csv_number(csv, series->tolerance);
	csv_count(csv, series->rounds);
	csv_number(csv, series->base_value);
	csv_number(csv, series->head_value);
	csv_number(csv, series->base_spread);
	csv_number(csv, series->head_spread);
	csv_number(csv, series->control_ratio);
	csv_text(csv, series->note);
	put_commits(csv, report);
}

/* Of what was not measured there are a name, a verdict and its reason. */
static void
put_unjudged(struct csv_writer *csv, const struct report *report,
    const struct report_unjudged *row)
{
	const size_t numbers = 10; /* ratio to control_ratio */

	csv_text(csv, row->benchmark);
	csv_text(csv, row->metric);
	csv_text(csv, NULL);
	csv_text(csv, NULL);
	csv_text(csv, verdict_name(row->verdict));
	csv_bool(csv, false);
	for (size_t i = 0; i < numbers; i++)
		csv_text(csv, NULL);
	csv_text(csv, row->reason);
	put_commits(csv, report);
}

static enum err
put_report(struct csv_writer *csv, const struct report *report)
{
	struct ranking ranking;
	enum err err = ranking_init(&ranking, report);

	if (err)
		return err;
	for (size_t i = 0; i < ranking.count; i++)
		put_series(csv, report, ranking.rows[i]);
	for (size_t i = 0; i < report->unjudged_count; i++)
		put_unjudged(csv, report, &report->unjudged[i]);
	ranking_release(&ranking);
	return ERR_OK;
}

enum err
render_csv(const struct report *report, const struct render_options *options,
    FILE *file)
{
	struct csv_writer csv;
	enum err err;
	enum err written;

	(void)options; /* a file for programs always holds everything */
	csv_init(&csv, file);
	csv_heading(&csv, names, sizeof names / sizeof names[0]);
	err = put_report(&csv, report);
	for (size_t i = 0; !err && i < report->other_count; i++)
		err = put_report(&csv, report->others[i]);
	written = csv_finish(&csv);
	return err ? err : written;
}
