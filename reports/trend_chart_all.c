/* The series of a report that have something to tell, below each other. */
#include "reports/trend_chart.h"
#include "reports/trend_rows.h"

static bool
is_alert(enum trend_section section)
{
	return section != TREND_RESOLVED_NOW && section != TREND_SPREADS &&
	       section != TREND_PAST;
}

/* Rows come worst first; a series is drawn once. */
static size_t
choose(const struct trend_rows *rows,
    const struct trend_series *chosen[TREND_CHART_SERIES])
{
	size_t count = 0;

	for (size_t i = 0; i < rows->count && count < TREND_CHART_SERIES; i++) {
		bool is_new = is_alert(rows->rows[i].section);

		for (size_t k = 0; k < count; k++)
			is_new = is_new && chosen[k] != rows->rows[i].series;
		if (is_new)
			chosen[count++] = rows->rows[i].series;
	}
	return count;
}

enum err
trend_chart(const struct trend_report *report, const char *path)
{
	const struct trend_series *chosen[TREND_CHART_SERIES];
	struct chart_drawing drawings[TREND_CHART_SERIES] = {{.height = 0}};
	struct trend_rows rows;
	size_t count;
	enum err err = trend_rows_init(&rows, report);

	if (err)
		return err;
	count = choose(&rows, chosen);
	trend_rows_release(&rows);
	for (size_t i = 0; !err && i < count; i++)
		err = trend_chart_series(report, chosen[i], &drawings[i]);
	if (!count)
		err = trend_chart_heat(report, &drawings[0]);
	if (!err)
		err = chart_write_drawings(drawings, count ? count : 1, path);
	for (size_t i = 0; i < TREND_CHART_SERIES; i++)
		chart_drawing_release(&drawings[i]);
	return err;
}
