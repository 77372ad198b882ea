#include "reports/bisect_report.h"

#include <string.h>

const struct bisect_renderer bisect_renderers[] = {
    {"text", bisect_render_text},
    {"markdown", bisect_render_markdown},
    {"json", bisect_render_json},
    {"git", bisect_render_git},
    {NULL, NULL},
};

const struct bisect_renderer *
bisect_renderer_find(const char *name)
{
	for (const struct bisect_renderer *row = bisect_renderers; row->name;
	     row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

/* Whether some range has an answer of that status. */
static bool
has_status(const struct bisect_report *report, enum bisect_status status)
{
	for (size_t r = 0; r < report->range_count; r++)
		for (size_t a = 0; a < report->ranges[r].answer_count; a++)
			if (report->ranges[r].answers[a].status == status)
				return true;
	return false;
}

enum bisect_status
bisect_report_status(const struct bisect_report *report)
{
	static const enum bisect_status worst_first[] = {BISECT_FOUND,
	    BISECT_DRIFT, BISECT_UNRESOLVED, BISECT_TOO_NOISY, BISECT_REVERSED,
	    BISECT_NO_CHANGE};

	for (size_t i = 0; i < sizeof worst_first / sizeof *worst_first; i++)
		if (has_status(report, worst_first[i]))
			return worst_first[i];
	/* Nothing was answered: that is not "no change". */
	return BISECT_TOO_NOISY;
}
