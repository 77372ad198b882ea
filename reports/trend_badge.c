#include "core/base/buf.h"
#include "reports/badge.h"
#include "reports/trend_report.h"
#include "reports/trend_standing.h"

/* Green is for series that are all known to be steady. */
static enum badge_colour
put_message(struct buf *out, const size_t counts[TREND_STANDING_COUNT],
    size_t series_count)
{
	if (counts[TREND_IS_WORSE]) {
		buf_printf(out, "regressed: %zu", counts[TREND_IS_WORSE]);
		return BADGE_RED;
	}
	if (counts[TREND_IS_SUSPECT]) {
		buf_printf(out, "suspect: %zu", counts[TREND_IS_SUSPECT]);
		return BADGE_AMBER;
	}
	if (counts[TREND_IS_UNKNOWN] == series_count) {
		buf_puts(out, "unknown");
		return BADGE_GREY;
	}
	buf_puts(out, "steady");
	if (!counts[TREND_IS_UNKNOWN])
		return BADGE_GREEN;
	buf_printf(out, ": %zu of %zu", series_count - counts[TREND_IS_UNKNOWN],
	    series_count);
	return BADGE_GREY;
}

enum err
trend_render_badge(const struct trend_report *report,
    const struct render_options *options, FILE *file)
{
	size_t counts[TREND_STANDING_COUNT] = {0};
	struct buf message = BUF_INIT;
	struct badge badge = {
	    .label = report->is_file ? "tidemark" : report->source};
	enum err err;

	(void)options;
	for (size_t i = 0; i < report->series_count; i++)
		counts[trend_standing(&report->series[i])]++;
	badge.colour = put_message(&message, counts, report->series_count);
	badge.message = buf_text(&message);
	err = buf_err(&message);
	if (!err)
		err = badge_write(&badge, file);
	buf_release(&message);
	return err;
}
