#include <string.h>

#include "reports/bisect_phrases.h"
#include "reports/escape.h"
#include "reports/grid.h"
#include "reports/phrases.h"
#include "reports/units.h"

#define LINE_MAX_BYTES 1000 /* of one line of foreign text */
#define SERIES_LISTED 20 /* of one finding; --verbose shows all */
#define WIDTH_DEFAULT 80
#define POSTERIOR_MAX 60
#define POSTERIOR_FRAME 19 /* "    posterior    |...|" */

#define SGR_OFF "\x1b[0m"

static const char *const colours[BISECT_STATUS_COUNT] = {
    [BISECT_FOUND] = "\x1b[1;31m",
    [BISECT_UNRESOLVED] = "\x1b[33m",
    [BISECT_DRIFT] = "\x1b[31m",
    [BISECT_NO_CHANGE] = "\x1b[32m",
    [BISECT_REVERSED] = "\x1b[33m",
    [BISECT_TOO_NOISY] = "\x1b[33m",
};
static const char improved[] = "\x1b[1;32m";

struct sheet {
	const struct bisect_report *report;
	const struct render_options *options;
	struct buf page;
	struct buf raw; /* foreign text before it is escaped */
};

/* Move what is in `raw` to the page. */
static void
flush_raw(struct sheet *sheet, size_t max_bytes)
{
	if (sheet->raw.failed)
		sheet->page.failed = true;
	term_text(&sheet->page, buf_text(&sheet->raw), max_bytes);
	buf_reset(&sheet->raw);
}

static void
put_line(struct sheet *sheet, const char *indent)
{
	buf_puts(&sheet->page, indent);
	flush_raw(sheet, LINE_MAX_BYTES);
	buf_putc(&sheet->page, '\n');
}

/* What is of use only where nothing is cut off: commands, warnings. */
static void
put_whole(struct sheet *sheet, const char *title, const char *text)
{
	buf_printf(&sheet->raw, "%s: %s", title, text);
	flush_raw(sheet, ESCAPE_WHOLE);
	buf_putc(&sheet->page, '\n');
}

/* ---- a finding ---- */

static void
put_heading(struct sheet *sheet, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	bool good =
	    sheet->report->improvement && answer->status == BISECT_FOUND;
	bool colour = sheet->options->colour;

	buf_putc(&sheet->page, '\n');
	if (colour)
		buf_puts(
		    &sheet->page, good ? improved : colours[answer->status]);
	bisect_phrase_heading(&sheet->raw, sheet->report, range, answer);
	flush_raw(sheet, LINE_MAX_BYTES);
	buf_puts(&sheet->page, colour ? SGR_OFF "\n" : "\n");
}

static void
put_culprit(struct sheet *sheet, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	const struct bisect_commit *culprit = bisect_culprit(range, answer);
	const struct bisect_files *files =
	    bisect_files_of(sheet->report, range, answer);
	const struct bisect_range *branch =
	    bisect_side_branch(sheet->report, range, answer);

	if (!culprit)
		return;
	bisect_phrase_author(&sheet->raw, culprit);
	put_line(sheet, "  ");
	if (files) {
		bisect_phrase_files(&sheet->raw, files);
		put_line(sheet, "  ");
	}
	if (branch) {
		bisect_phrase_branch(&sheet->raw, branch, answer);
		put_line(sheet, "  ");
	}
}

/* The error's first lines below the commit. */
static void
put_broken_commit(struct sheet *sheet, const struct bisect_commit *commit)
{
	const char *line = commit->broken;

	phrase_oid(&sheet->raw, commit->oid);
	buf_printf(&sheet->raw, " %s", commit->subject);
	put_line(sheet, "  ");
	for (size_t i = 0; i < BISECT_BROKEN_LISTED && *line; i++) {
		size_t len = strcspn(line, "\n");

		buf_append(&sheet->raw, line, len);
		put_line(sheet, "      ");
		line += len + (line[len] == '\n');
	}
}

static void
put_broken(struct sheet *sheet, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	size_t count = bisect_broken(range, answer->first, answer->last);
	size_t places[BISECT_BROKEN_LISTED];
	size_t listed =
	    bisect_broken_listed(range, answer->first, answer->last, places);

	for (size_t i = 0; i < listed; i++)
		put_broken_commit(sheet, &range->commits[places[i]]);
	if (listed < count)
		buf_printf(&sheet->page, "  and %zu more\n", count - listed);
}

static void
put_likely(struct sheet *sheet, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	struct bisect_stretch likely[BISECT_LIKELY_MAX];
	size_t count = bisect_phrase_likely(range, answer, likely);

	for (size_t i = 0; i < count; i++) {
		bisect_phrase_probability(&sheet->raw, likely[i].probability);
		buf_puts(&sheet->raw, "  ");
		bisect_phrase_stretch(&sheet->raw, range, &likely[i]);
		put_line(sheet, "  ");
	}
}

/* ---- a series of it ---- */

static void
put_side(struct sheet *sheet, const char *title, const double *values,
    size_t count, const char *unit)
{
	buf_printf(&sheet->page, "    %-11s  ", title);
	bisect_phrase_samples(&sheet->raw, values, count, unit);
	flush_raw(sheet, LINE_MAX_BYTES);
	for (size_t i = 0; sheet->options->verbose && i < count; i++) {
		buf_puts(&sheet->page, i ? ", " : ": ");
		units_value(&sheet->raw, values[i], unit);
		flush_raw(sheet, LINE_MAX_BYTES);
	}
	buf_putc(&sheet->page, '\n');
}

static size_t
posterior_width(const struct render_options *options)
{
	int width = options->width > 0 ? options->width : WIDTH_DEFAULT;

	if (width <= POSTERIOR_FRAME)
		return 1;
	width -= POSTERIOR_FRAME;
	return (size_t)(width < POSTERIOR_MAX ? width : POSTERIOR_MAX);
}

static void
put_posterior(struct sheet *sheet, const struct bisect_answer *answer)
{
	if (!answer->probabilities)
		return;
	if (bisect_is_placed(answer)) {
		buf_printf(&sheet->page, "    %-11s  ", "probability");
		bisect_phrase_probability(&sheet->page, answer->probability);
		buf_putc(&sheet->page, '\n');
	}
	buf_printf(&sheet->page, "    %-11s  |", "posterior");
	bisect_phrase_posterior(
	    &sheet->page, answer, posterior_width(sheet->options));
	buf_puts(&sheet->page, "|\n");
}

static void
put_levels(struct sheet *sheet, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	struct grid_column columns[BISECT_COLUMN_COUNT];
	struct grid grid;

	for (size_t i = 0; i < BISECT_COLUMN_COUNT; i++)
		columns[i] = (struct grid_column){
		    bisect_columns[i].title, bisect_columns[i].right};
	grid_init(&grid, columns, BISECT_COLUMN_COUNT);
	for (size_t i = 0; i < answer->level_count; i++)
		for (size_t k = 0; k < BISECT_COLUMN_COUNT; k++) {
			bisect_columns[k].put(
			    &sheet->raw, range, answer, &answer->levels[i]);
			grid_move(&grid, &sheet->raw);
		}
	grid_write(&grid, &sheet->page);
	grid_release(&grid);
}

static void
put_series(struct sheet *sheet, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	const char *unit = answer->name.unit;

	bisect_phrase_series(&sheet->raw, answer);
	put_line(sheet, "  ");
	if (answer->before)
		put_side(sheet, "before", answer->before, answer->rounds, unit);
	if (answer->after)
		put_side(sheet, "after", answer->after, answer->rounds, unit);
	put_posterior(sheet, answer);
	if (bisect_phrase_note(&sheet->raw, answer))
		put_line(sheet, "    ");
	if (sheet->options->verbose && answer->level_count)
		put_levels(sheet, range, answer);
}

/* All series of the finding that answer `index` is the first of. */
static void
put_all_series(
    struct sheet *sheet, const struct bisect_range *range, size_t index)
{
	size_t shown = 0;
	size_t left = 0;

	for (size_t i = index; i < range->answer_count;
	     i = bisect_next_alike(range, i)) {
		if (sheet->options->verbose || shown < SERIES_LISTED) {
			put_series(sheet, range, &range->answers[i]);
			shown++;
		} else {
			left++;
		}
	}
	if (left)
		buf_printf(&sheet->page,
		    "  and %zu more series; --verbose shows them all\n", left);
}

static void
put_finding(struct sheet *sheet, const struct bisect_range *range, size_t index)
{
	const struct bisect_answer *answer = &range->answers[index];

	put_heading(sheet, range, answer);
	put_culprit(sheet, range, answer);
	if (answer->reason) {
		buf_puts(&sheet->raw, answer->reason);
		put_line(sheet, "  ");
	}
	if (bisect_is_hidden(range, answer))
		put_broken(sheet, range, answer);
	put_likely(sheet, range, answer);
	put_all_series(sheet, range, index);
	if (answer->probabilities) {
		bisect_phrase_counts(&sheet->raw, range, answer);
		put_line(sheet, "  ");
	}
}

/* ---- the sheet ---- */

static void
put_range(struct sheet *sheet, const struct bisect_range *range)
{
	if (range->merge) {
		buf_putc(&sheet->page, '\n');
		bisect_phrase_merge(&sheet->raw, range);
		put_line(sheet, "");
	}
	for (size_t i = 0; i < range->answer_count; i++)
		if (bisect_leads(range, i))
			put_finding(sheet, range, i);
}

static void
put_end(struct sheet *sheet)
{
	const struct bisect_report *report = sheet->report;

	buf_putc(&sheet->page, '\n');
	bisect_phrase_effort(&sheet->raw, report);
	put_line(sheet, "");
	bisect_phrase_terms(&sheet->raw, report);
	put_line(sheet, "");
	if (report->command)
		put_whole(sheet, "again", report->command);
	for (size_t i = 0; i < report->warning_count; i++)
		put_whole(sheet, "warning", report->warnings[i]);
}

enum err
bisect_render_text(const struct bisect_report *report,
    const struct render_options *options, FILE *file)
{
	struct sheet sheet = {.report = report,
	    .options = options,
	    .page = BUF_INIT,
	    .raw = BUF_INIT};
	enum err err;

	bisect_phrase_summary(&sheet.raw, report);
	put_line(&sheet, "");
	for (size_t i = 0; i < report->range_count; i++)
		put_range(&sheet, &report->ranges[i]);
	put_end(&sheet);
	err = bisect_write(&sheet.page, file);
	buf_release(&sheet.page);
	buf_release(&sheet.raw);
	return err;
}
