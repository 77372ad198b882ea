#include "runner/accept_known.h"

#include <stdio.h>
#include <string.h>

#define NAME_SIZE (BENCHMARK_NAME_MAX + METRIC_NAME_MAX + 2)

static size_t
smallest(size_t a, size_t b, size_t c)
{
	if (b < a)
		a = b;
	return c < a ? c : a;
}

/* Levenshtein's distance, a row of its table at a time: row[k] is that of the
 * first letters of a to the first k of b. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[ACCEPT_KNOWN_LETTERS + 1];
	size_t rows = strnlen(a, ACCEPT_KNOWN_LETTERS);
	size_t columns = strnlen(b, ACCEPT_KNOWN_LETTERS);

	for (size_t k = 0; k <= columns; k++)
		row[k] = k;
	for (size_t i = 0; i < rows; i++) {
		size_t diagonal = row[0];

		row[0] = i + 1;
		for (size_t k = 0; k < columns; k++) {
			size_t changed = diagonal + (a[i] != b[k]);

			diagonal = row[k + 1];
			row[k + 1] =
			    smallest(changed, row[k] + 1, diagonal + 1);
		}
	}
	return row[columns];
}

static void
put_name(const struct store_history_series *series, char out[NAME_SIZE])
{
	snprintf(out, NAME_SIZE, "%s/%s", series->name.benchmark,
	    series->name.metric);
}

bool
accept_known_nearest(const struct store_history_series *series, size_t count,
    const char *name, size_t *out)
{
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < count; i++) {
		char known[NAME_SIZE];
		size_t far;

		put_name(&series[i], known);
		if (strcmp(known, name) == 0) {
			*out = i;
			return true;
		}
		far = distance(known, name);
		if (far < best) {
			best = far;
			*out = i;
		}
	}
	return false;
}

static void
check_name(
    struct app *app, const struct store_history *history, const char *name)
{
	char known[NAME_SIZE];
	size_t nearest = 0;

	if (!history->series_count ||
	    accept_known_nearest(
		history->series, history->series_count, name, &nearest))
		return;
	put_name(&history->series[nearest], known);
	progress_warn(&app->progress,
	    "%s: no such series was ever measured here; the nearest that was "
	    "is %s",
	    name, known);
}

enum err
accept_known_check(struct app *app, char *const *names, size_t count)
{
	const struct store_history_query all = {.machine_key = NULL};
	struct store_history *history = NULL;
	enum err err = app_read_store(app);

	if (!err)
		err = store_history_read(app->store, &all, &history);
	for (size_t i = 0; !err && i < count; i++)
		check_name(app, history, names[i]);
	store_history_free(history);
	if (err == ERR_NOMEM || !err)
		return err;
	if (err != ERR_UNJUDGED)
		progress_warn(&app->progress,
		    "whether such series were measured is not known: %s",
		    err_text());
	return ERR_OK;
}
