#include "runner/stored_noise.h"

#include <stdlib.h>
#include <string.h>

/* One series; its texts are owned. */
struct entry {
	char *setup;
	char *benchmark;
	char *metric;
	struct noise_session sessions[NOISE_SESSIONS_MAX];
	size_t count;
};

struct stored_noise {
	struct entry *entries; /* sorted once all are read */
	size_t count, cap;
};

static int
compare_to(const char *setup, const struct series_name *name,
    const struct entry *entry)
{
	int order = strcmp(setup, entry->setup);

	if (!order)
		order = strcmp(name->benchmark, entry->benchmark);
	return order ? order : strcmp(name->metric, entry->metric);
}

static int
compare_entries(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct series_name name = {
	    .benchmark = x->benchmark, .metric = x->metric};

	return compare_to(x->setup, &name, b);
}

static enum err
add_entry(struct stored_noise *noise, const struct store_control *c)
{
	struct entry *entry;

	if (!noise->entries || noise->count == noise->cap) {
		size_t cap = noise->cap ? 2 * noise->cap : 64;
		struct entry *grown =
		    reallocarray(noise->entries, cap, sizeof *grown);

		if (!grown)
			return err_fail(ERR_NOMEM, "out of memory");
		noise->entries = grown;
		noise->cap = cap;
	}
	entry = &noise->entries[noise->count++];
	*entry = (struct entry){
	    .setup = strdup(c->setup),
	    .benchmark = strdup(c->series.benchmark),
	    .metric = strdup(c->series.metric),
	};
	if (!entry->setup || !entry->benchmark || !entry->metric)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

/* Sessions of a series come one after the other. */
static enum err
take_control(void *ctx, const struct store_control *c)
{
	struct stored_noise *noise = ctx;
	struct entry *entry =
	    noise->count ? &noise->entries[noise->count - 1] : NULL;
	enum err err = ERR_OK;

	if (!entry || compare_to(c->setup, &c->series, entry) != 0) {
		err = add_entry(noise, c);
		entry = &noise->entries[noise->count - 1];
	}
	if (err || entry->count == NOISE_SESSIONS_MAX)
		return err;
	if (noise_session_counts(&c->session, c->rounds))
		entry->sessions[entry->count++] = c->session;
	return ERR_OK;
}

enum err
stored_noise_read(
    struct stored_noise **out, struct store *store, const char *machine_key)
{
	struct stored_noise *noise = calloc(1, sizeof *noise);
	enum err err;

	if (!noise)
		return err_fail(ERR_NOMEM, "out of memory");
	err = store_controls(
	    store, machine_key, NOISE_SESSIONS_MAX, take_control, noise);
	if (err) {
		stored_noise_free(noise);
		return err;
	}
	if (noise->count)
		qsort(noise->entries, noise->count, sizeof *noise->entries,
		    compare_entries);
	*out = noise;
	return ERR_OK;
}

void
stored_noise_free(struct stored_noise *noise)
{
	if (!noise)
		return;
	for (size_t i = 0; i < noise->count; i++) {
		free(noise->entries[i].setup);
		free(noise->entries[i].benchmark);
		free(noise->entries[i].metric);
	}
	free(noise->entries);
	free(noise);
}

double
stored_noise_spread(const struct stored_noise *noise, const char *setup,
    const struct series_name *name)
{
	size_t low = 0, high = noise ? noise->count : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct entry *entry = &noise->entries[middle];
		int order = compare_to(setup, name, entry);

		if (order == 0)
			return noise_spread(entry->sessions, entry->count);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return 0;
}
