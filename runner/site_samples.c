#include "runner/site_samples.h"

#include <stdlib.h>
#include <string.h>

/* Samples of one series and commit: those of all its sessions. */
struct entry {
	char *benchmark;
	char *metric;
	char *setup;
	size_t commit; /* place in `oids` */
	double *values;
	size_t count;
};

struct site_samples {
	const char *oids[SITE_SAMPLES_COMMITS]; /* the report's */
	size_t oid_count;
	struct entry *entries; /* sorted once all are read */
	size_t count, cap;
	size_t reading; /* the commit that is being read */
};

static enum err
no_memory(void)
{
	return err_fail(ERR_NOMEM, "out of memory");
}

static int
compare(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct entry *y = b;
	int order = strcmp(x->benchmark, y->benchmark);

	if (!order)
		order = strcmp(x->metric, y->metric);
	if (!order)
		order = strcmp(x->setup, y->setup);
	return order ? order
		     : (x->commit > y->commit) - (x->commit < y->commit);
}

static enum err
add_entry(struct site_samples *samples, const struct store_session *s)
{
	struct entry *entry;

	if (samples->count == samples->cap) {
		size_t cap = samples->cap ? 2 * samples->cap : 256;
		struct entry *grown =
		    reallocarray(samples->entries, cap, sizeof *grown);

		if (!grown)
			return no_memory();
		samples->entries = grown;
		samples->cap = cap;
	}
	entry = &samples->entries[samples->count++];
	*entry = (struct entry){
	    .benchmark = strdup(s->series.benchmark),
	    .metric = strdup(s->series.metric),
	    .setup = strdup(s->setup),
	    .commit = samples->reading,
	};
	return entry->benchmark && entry->metric && entry->setup ? ERR_OK
								 : no_memory();
}

static bool
is_of(const struct site_samples *samples, const struct entry *entry,
    const struct store_session *s)
{
	return entry->commit == samples->reading &&
	       strcmp(entry->benchmark, s->series.benchmark) == 0 &&
	       strcmp(entry->metric, s->series.metric) == 0 &&
	       strcmp(entry->setup, s->setup) == 0;
}

/* Sessions of one series follow each other. */
static enum err
see_session(void *ctx, const struct store_session *s)
{
	struct site_samples *samples = ctx;
	struct entry *entry;
	double *grown;
	enum err err = ERR_OK;

	if (!samples->count ||
	    !is_of(samples, &samples->entries[samples->count - 1], s))
		err = add_entry(samples, s);
	if (err)
		return err;
	entry = &samples->entries[samples->count - 1];
	grown = reallocarray(
	    entry->values, entry->count + s->count + 1, sizeof *grown);
	if (!grown)
		return no_memory();
	entry->values = grown;
	if (s->count)
		memcpy(
		    grown + entry->count, s->values, s->count * sizeof *grown);
	entry->count += s->count;
	return ERR_OK;
}

/* The newest commits that have points in a last epoch, and the machine of the
 * newest one. */
static const char *
choose(struct site_samples *samples, const struct trend_report *report)
{
	const char *machine_key = NULL;
	bool *measured = calloc(report->commit_count + 1, sizeof *measured);
	size_t newest = 0;

	for (size_t s = 0; measured && s < report->series_count; s++) {
		const struct history_line *line = report->series[s].line;
		const struct history_epoch *last =
		    &line->epochs[line->epoch_count - 1];

		for (size_t p = last->first; p < line->point_count; p++)
			measured[line->points[p].commit] = true;
		if (!machine_key ||
		    line->points[line->point_count - 1].commit > newest) {
			newest = line->points[line->point_count - 1].commit;
			machine_key = last->machine_key;
		}
	}
	for (size_t c = report->commit_count;
	     measured && c-- > 0 && samples->oid_count < SITE_SAMPLES_COMMITS;)
		if (measured[c])
			samples->oids[samples->oid_count++] =
			    report->commits[c].oid;
	free(measured);
	return machine_key;
}

enum err
site_samples_read(struct site_samples **out, struct store *store,
    const struct trend_report *report)
{
	struct site_samples *samples = calloc(1, sizeof *samples);
	const char *machine_key;
	enum err err = ERR_OK;

	if (!samples)
		return no_memory();
	machine_key = choose(samples, report);
	for (; !err && samples->reading < samples->oid_count;
	     samples->reading++)
		err = store_sessions(store, samples->oids[samples->reading],
		    machine_key, see_session, samples);
	if (err) {
		site_samples_free(samples);
		return err;
	}
	if (samples->count)
		qsort(samples->entries, samples->count,
		    sizeof *samples->entries, compare);
	*out = samples;
	return ERR_OK;
}

void
site_samples_free(struct site_samples *samples)
{
	if (!samples)
		return;
	for (size_t i = 0; i < samples->count; i++) {
		free(samples->entries[i].benchmark);
		free(samples->entries[i].metric);
		free(samples->entries[i].setup);
		free(samples->entries[i].values);
	}
	free(samples->entries);
	free(samples);
}

static size_t
place_of(const struct site_samples *samples, const char *oid)
{
	size_t i = 0;

	while (i < samples->oid_count && strcmp(samples->oids[i], oid) != 0)
		i++;
	return i;
}

void
site_samples_of(void *ctx, const struct history_line *line, const char *oid,
    const double **values, size_t *count)
{
	const struct site_samples *samples = ctx;
	const struct entry wanted = {
	    .benchmark = (char *)line->benchmark,
	    .metric = (char *)line->metric,
	    .setup = (char *)line->epochs[line->epoch_count - 1].setup,
	    .commit = place_of(samples, oid),
	};
	const struct entry *found = NULL;

	if (samples->count)
		found = bsearch(&wanted, samples->entries, samples->count,
		    sizeof *samples->entries, compare);
	*values = found ? found->values : NULL;
	*count = found ? found->count : 0;
}
