#include <stdio.h>

#include "core/base/clock.h"
#include "reports/trend_chart.h"

#define DATE_LENGTH 10 /* "2026-11-20" */
#define ID_LENGTH 7

static void
put_tic_text(char *out, size_t size, const struct trend_commit *commit)
{
	char date[CLOCK_DATE_SIZE];

	clock_date(commit->time_s, date);
	snprintf(out, size, "%.*s", commit->time_s ? DATE_LENGTH : ID_LENGTH,
	    commit->time_s ? date : commit->oid);
}

void
trend_chart_tics(struct trend_chart_tics *out,
    const struct trend_report *report, const size_t *places, size_t count,
    size_t most)
{
	size_t want = count < most ? count : most;

	out->count = 0;
	if (report->is_file)
		return;
	for (size_t i = 0; i < want; i++) {
		size_t column = want > 1 ? i * (count - 1) / (want - 1) : 0;
		size_t place = places ? places[column] : column;

		put_tic_text(out->texts[i], sizeof out->texts[i],
		    &report->commits[place]);
		out->tics[i] =
		    (struct chart_tic){(double)column, out->texts[i]};
	}
	out->count = want;
}
