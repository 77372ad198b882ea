#include "core/base/buf.h"
#include "reports/badge.h"
#include "reports/renderers.h"

static size_t
count_verdict(const struct report *report, enum verdict verdict)
{
	size_t count = 0;

	for (size_t i = 0; i < report->series_count; i++)
		count += report->series[i].judged &&
			 report->series[i].verdict == verdict;
	for (size_t i = 0; i < report->unjudged_count; i++)
		count += report->unjudged[i].verdict == verdict;
	for (size_t i = 0; i < report->other_count; i++)
		count += count_verdict(report->others[i], verdict);
	return count;
}

static enum badge_colour
colour_of(enum verdict verdict)
{
	switch (verdict_exit_code(verdict)) {
	case EXIT_CODE_PASS:
		return BADGE_GREEN;
	case EXIT_CODE_UNJUDGED:
		return BADGE_AMBER;
	default:
		return BADGE_RED;
	}
}

enum err
render_badge(const struct report *report, const struct render_options *options,
    FILE *file)
{
	enum verdict verdict = report_overall(report);
	size_t count = count_verdict(report, verdict);
	struct buf message = BUF_INIT;
	struct badge badge = {
	    .label = "tidemark", .colour = colour_of(verdict)};
	enum err err;

	(void)options;
	if (badge.colour == BADGE_GREEN)
		buf_puts(&message, "passing");
	else
		buf_puts(&message, verdict_name(verdict));
	if (badge.colour != BADGE_GREEN && count)
		buf_printf(&message, ": %zu", count);
	badge.message = buf_text(&message);
	err = buf_err(&message);
	if (!err)
		err = badge_write(&badge, file);
	buf_release(&message);
	return err;
}
