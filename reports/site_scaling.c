/*
 * The page of how families of benchmarks grow with their size: at the end of
 * the history, beside its begin. A commit is a round: nights are no pairs, so
 * the page shows what `tidemark scaling` would prove.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/family.h"
#include "reports/chart.h"
#include "reports/scaling_parts.h"
#include "reports/site_parts.h"

/* Commits of a side, at most: enough for an exact interval. */
#define ROUNDS_MAX 20
/* Families that are fitted; all that one has to say has a place on one page. */
#define FITTED_MAX 200
#define SEED 1

/* A family's points: for each commit that has all sizes, the place of the point
 * in each size's history. */
struct grid {
	const struct family *family;
	const struct trend_series *first; /* of its smallest size */
	double n[FAMILY_SIZES_MAX];
	const struct history_line *lines[FAMILY_SIZES_MAX];
	size_t sizes;
	size_t commits[2][ROUNDS_MAX]; /* of the begin, and of the end */
	size_t rounds[2];
};

struct page {
	struct site_job *job;
	struct scaling_family row;
	double *room; /* what the row points to */
	double *values;
	const struct grid *grid;
	const char *picture; /* its path */
};

/* ---- what is known at both ends ---- */

/* The point of a commit in the last epoch of a history, or NULL. */
static const struct history_point *
point_of(const struct history_line *line, size_t commit)
{
	const struct history_epoch *last = &line->epochs[line->epoch_count - 1];
	size_t low = last->first, high = line->point_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (line->points[middle].commit < commit)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == line->point_count || line->points[low].commit != commit ||
	    !(line->points[low].value > 0))
		return NULL;
	return &line->points[low];
}

static bool
has_all(const struct grid *grid, size_t commit)
{
	for (size_t i = 0; i < grid->sizes; i++)
		if (!point_of(grid->lines[i], commit))
			return false;
	return true;
}

/* The first and the last commits that have all sizes, as many of both; where
 * they are too few for two intervals, the last ones alone. */
static void
choose_commits(struct grid *grid)
{
	const struct history_line *line = grid->lines[0];
	size_t first = line->epochs[line->epoch_count - 1].first;
	size_t total = 0, seen = 0, each;

	for (size_t i = first; i < line->point_count; i++)
		total += has_all(grid, line->points[i].commit);
	each = total < 2 * GROWTH_ROUNDS_MIN ? total : total / 2;
	if (each > ROUNDS_MAX)
		each = ROUNDS_MAX;
	for (size_t i = first; i < line->point_count; i++) {
		size_t commit = line->points[i].commit;

		if (!has_all(grid, commit))
			continue;
		if (seen + each >= total)
			grid->commits[1][grid->rounds[1]++] = commit;
		else if (seen < each)
			grid->commits[0][grid->rounds[0]++] = commit;
		seen++;
	}
	if (total < 2 * GROWTH_ROUNDS_MIN)
		grid->rounds[0] = 0;
}

static void
make_grid(struct grid *grid, const struct trend_report *report,
    const struct family *family)
{
	assert(family->count > 0); /* one without a reason has sizes */
	*grid = (struct grid){.family = family,
	    .first = &report->series[family->members[0].index],
	    .sizes = family->count};
	for (size_t i = 0; i < family->count; i++) {
		grid->n[i] = family->members[i].n;
		grid->lines[i] = report->series[family->members[i].index].line;
	}
	choose_commits(grid);
}

static void
fit_side(struct page *page, size_t which, struct scaling_side *side)
{
	const struct grid *grid = page->grid;
	size_t rounds = grid->rounds[which];
	struct scaling_samples samples = {
	    .n = grid->n,
	    .sizes = grid->sizes,
	    .values = page->values,
	    .rounds = rounds,
	    .direction = grid->family->series.direction,
	};

	if (!rounds)
		return;
	for (size_t i = 0; i < grid->sizes; i++)
		for (size_t r = 0; r < rounds; r++)
			page->values[i * rounds + r] =
			    point_of(grid->lines[i], grid->commits[which][r])
				->value;
	scaling_side_fill(
	    side, &samples, page->room + 3 * grid->sizes * which, SEED);
}

/* ---- the page ---- */

static void
put_growth(struct site_job *job, const struct scaling_side *side)
{
	buf_reset(&job->text);
	if (!side->measured)
		buf_puts(&job->text, "-");
	else if (growth_is_clear(&side->fit))
		buf_puts(&job->text, growth_name(side->fit.growth));
	else
		buf_printf(&job->text, "%s ?", growth_name(side->fit.growth));
	html_cell(&job->out, buf_text(&job->text));
}

static void
put_exponent(struct site_job *job, const struct scaling_side *side)
{
	const struct growth_fit *fit = &side->fit;

	buf_reset(&job->text);
	if (!side->measured || isnan(fit->exponent)) {
		html_cell_number(&job->out, NAN, "-");
		return;
	}
	buf_printf(&job->text, "%.3f [%.3f, %.3f]", fit->exponent,
	    fit->exponent_low, fit->exponent_high);
	html_cell_number(&job->out, fit->exponent, buf_text(&job->text));
}

/* That intervals lie apart is a hint, as nights are no pairs. */
static void
put_hint(struct site_job *job, const struct scaling_family *row)
{
	const struct growth_fit *before = &row->base.fit;
	const struct growth_fit *now = &row->head.fit;
	bool both = row->base.measured && row->head.measured;

	if (both && growth_is_clear(before) && growth_is_clear(now) &&
	    before->growth != now->growth)
		html_cell_mark(&job->out,
		    now->growth > before->growth ? HTML_BAD : HTML_GOOD,
		    now->growth > before->growth ? "grows faster"
						 : "grows slower");
	else if (both && now->exponent_low > before->exponent_high)
		html_cell_mark(&job->out, HTML_UNSURE, "steeper");
	else if (both && now->exponent_high < before->exponent_low)
		html_cell_mark(&job->out, HTML_GOOD, "flatter");
	else
		html_cell_mark(&job->out, HTML_QUIET, "as before");
}

static void
put_row(struct site_job *job, const struct page *page)
{
	const struct grid *grid = page->grid;
	const struct scaling_family *row = &page->row;
	const struct trend_report *report = job->site->report;
	size_t series = (size_t)(grid->first - report->series);

	html_row_begin(&job->out, NULL);
	html_cell_link(&job->out, job->series[series].page, grid->family->name);
	html_cell(&job->out, grid->family->series.metric);
	buf_reset(&job->text);
	buf_printf(&job->text, "%zu: %.16g..%.16g", grid->sizes, grid->n[0],
	    grid->n[grid->sizes - 1]);
	html_cell(&job->out, buf_text(&job->text));
	put_growth(job, &row->base);
	put_exponent(job, &row->base);
	put_growth(job, &row->head);
	put_exponent(job, &row->head);
	put_hint(job, row);
	html_row_end(&job->out);
}

static void
put_figure(struct site_job *job, const struct page *page)
{
	const struct grid *grid = page->grid;

	buf_reset(&job->text);
	buf_puts(&job->text, grid->family->name);
	buf_printf(&job->text, ": %s against the size, of ",
	    grid->family->series.metric);
	if (grid->rounds[0])
		buf_printf(&job->text, "the first %zu commits (base) and ",
		    grid->rounds[0]);
	buf_printf(&job->text, "the last %zu (head)", grid->rounds[1]);
	html_figure(&job->out, page->picture, buf_text(&job->text),
	    buf_text(&job->text), NULL);
}

static enum err
draw_family(struct page *page)
{
	struct buf script = BUF_INIT;
	enum err err = scaling_chart(NULL, &page->row, &script);

	if (!err)
		err = site_picture(
		    page->job, page->picture, &script, CHART_HEIGHT);
	buf_release(&script);
	return err;
}

static enum err
name_picture(const struct family *family, struct buf *out)
{
	char id[SITE_ID_SIZE];
	enum err err = site_id(id, family->name, family->series.metric);

	buf_reset(out);
	buf_puts(out, "chart/scaling-");
	site_slug(out, family->name, id);
	buf_puts(out, ".svg");
	return err ? err : buf_err(out);
}

/* The fitted families, for the table, then for the pictures. */
struct fitted {
	struct site_job *job;
	struct grid *grids;
	struct page *pages;
	struct buf *paths;
	size_t count;
	struct families families;
	size_t left_out; /* beyond FITTED_MAX */
};

static enum err
fit_family(struct fitted *fitted, const struct family *family)
{
	size_t at = fitted->count;
	struct page *page = &fitted->pages[at];
	struct grid *grid = &fitted->grids[at];
	enum err err;

	make_grid(grid, fitted->job->site->report, family);
	if (!grid->rounds[1])
		return ERR_OK;
	*page = (struct page){.job = fitted->job, .grid = grid};
	page->room = calloc(6 * grid->sizes, sizeof *page->room);
	page->values = calloc(grid->sizes * ROUNDS_MAX, sizeof *page->values);
	fitted->count++;
	if (!page->room || !page->values)
		return err_fail(ERR_NOMEM, "out of memory");
	page->row = (struct scaling_family){
	    .name = family->series, .n = grid->n, .sizes = grid->sizes};
	page->row.name.benchmark = family->name;
	fit_side(page, 0, &page->row.base);
	fit_side(page, 1, &page->row.head);
	err = name_picture(family, &fitted->paths[at]);
	page->picture = buf_text(&fitted->paths[at]);
	return err ? err : draw_family(page);
}

static void
name_series(struct series_name *names, const struct trend_report *report)
{
	for (size_t i = 0; i < report->series_count; i++) {
		const struct history_line *line = report->series[i].line;
		const struct series_name *last =
		    &line->epochs[line->epoch_count - 1].name;

		names[i] = (struct series_name){
		    line->benchmark, line->metric, last->unit, last->direction};
	}
}

static enum err
fit_all(struct fitted *fitted)
{
	size_t count = fitted->families.count + 1;
	enum err err = ERR_OK;

	fitted->grids = calloc(count, sizeof *fitted->grids);
	fitted->pages = calloc(count, sizeof *fitted->pages);
	fitted->paths = calloc(count, sizeof *fitted->paths);
	if (!fitted->grids || !fitted->pages || !fitted->paths)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < fitted->families.count; i++) {
		const struct family *family = &fitted->families.items[i];

		if (family->reason)
			continue;
		if (fitted->count == FITTED_MAX)
			fitted->left_out++;
		else
			err = fit_family(fitted, family);
	}
	return err;
}

static void
put_unfitted(struct site_job *job, const struct fitted *fitted)
{
	static const struct html_column columns[] = {{"family", HTML_BY_TEXT},
	    {"metric", HTML_BY_TEXT}, {"why it has no class", HTML_BY_TEXT}};
	bool any = false;

	for (size_t i = 0; i < fitted->families.count; i++) {
		const struct family *family = &fitted->families.items[i];

		if (!family->reason)
			continue;
		if (!any)
			html_table_begin(&job->out, "Families without a class",
			    columns, sizeof columns / sizeof *columns, false);
		any = true;
		html_row_begin(&job->out, NULL);
		html_cell(&job->out, family->name);
		html_cell(&job->out, family->series.metric);
		html_cell(&job->out, family->reason);
		html_row_end(&job->out);
	}
	if (any)
		html_table_end(&job->out);
}

static void
put_fitted(struct site_job *job, const struct fitted *fitted)
{
	static const struct html_column columns[] = {
	    {"family", HTML_BY_TEXT},
	    {"metric", HTML_BY_TEXT},
	    {"sizes", HTML_UNSORTED},
	    {"grew by", HTML_BY_TEXT},
	    {"exponent", HTML_BY_NUMBER},
	    {"grows by", HTML_BY_TEXT},
	    {"exponent now", HTML_BY_NUMBER},
	    {"beside before", HTML_BY_TEXT},
	};

	html_table_begin(&job->out, "How cost grows with size", columns,
	    sizeof columns / sizeof *columns, true);
	for (size_t i = 0; i < fitted->count; i++)
		put_row(job, &fitted->pages[i]);
	html_table_end(&job->out);
	for (size_t i = 0; i < fitted->count; i++)
		put_figure(job, &fitted->pages[i]);
}

static void
make_scaling(struct site_job *job, const void *what)
{
	const struct fitted *fitted = what;

	site_begin(job, "Scaling", "", "scaling.html");
	html_paragraph(&job->out,
	    "A family is benchmarks named NAME/SIZE, of at least 4 sizes. Its "
	    "costs at the last commits are fitted beside those at the first "
	    "ones of the same setup; \"?\" marks a class that the values do "
	    "not support. Commits of different nights are no pairs: what is "
	    "seen here, tidemark scaling proves.");
	if (fitted->left_out) {
		buf_reset(&job->text);
		buf_printf(&job->text,
		    "%zu more families are not shown: --match chooses.",
		    fitted->left_out);
		html_paragraph(&job->out, buf_text(&job->text));
	}
	if (fitted->count)
		put_fitted(job, fitted);
	else
		html_paragraph(&job->out, "There is no family to fit.");
	put_unfitted(job, fitted);
	site_end(job);
}

static void
release(struct fitted *fitted)
{
	for (size_t i = 0; i < fitted->count; i++) {
		free(fitted->pages[i].room);
		free(fitted->pages[i].values);
		buf_release(&fitted->paths[i]);
	}
	free(fitted->grids);
	free(fitted->pages);
	free(fitted->paths);
	families_release(&fitted->families);
}

enum err
site_scaling(struct site_job *job)
{
	const struct trend_report *report = job->site->report;
	struct fitted fitted = {.job = job};
	struct series_name *names =
	    calloc(report->series_count + 1, sizeof *names);
	enum err err;

	if (!names)
		return err_fail(ERR_NOMEM, "out of memory");
	name_series(names, report);
	err = families_make(&fitted.families, names, report->series_count);
	if (!err)
		err = fit_all(&fitted);
	if (!err)
		err = site_page(job, "scaling.html", "", make_scaling, &fitted);
	release(&fitted);
	free(names);
	return err;
}
