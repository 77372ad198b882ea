#include "reports/csv.h"
#include "reports/trend_report.h"
#include "reports/trend_rows.h"

static const char *const names[] = {"section", "benchmark", "metric", "index",
    "oid", "ratio", "ratio_low", "ratio_high"};

static void
put_row(struct csv_writer *csv, const struct trend_report *report,
    const struct trend_row *row)
{
	const struct history_line *line = row->series->line;
	const struct trend_commit *commit =
	    &report->commits[line->points[row->index].commit];

	csv_text(csv, trend_section_title(row->section));
	csv_text(csv, line->benchmark);
	csv_text(csv, line->metric);
	csv_count(csv, row->index);
	csv_text(csv, commit->oid);
	csv_number(csv, row->ratio);
	csv_number(csv, row->ratio_low);
	csv_number(csv, row->ratio_high);
	csv_row_end(csv);
}

enum err
trend_render_csv(const struct trend_report *report,
    const struct render_options *options, FILE *file)
{
	struct trend_rows rows;
	struct csv_writer csv;
	enum err err = trend_rows_init(&rows, report);

	if (err)
		return err;
	csv_init(&csv, file);
	csv_heading(&csv, names, sizeof names / sizeof names[0]);
	for (size_t i = 0; i < rows.count; i++)
		if (trend_section_shown(
			report, options->verbose, rows.rows[i].section))
			put_row(&csv, report, &rows.rows[i]);
	trend_rows_release(&rows);
	return csv_finish(&csv);
}
