#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner/bisecting_parts.h"
#include "runner/repo/history.h"
#include "runner/setup.h"

/* Of fewer it is not worth telling that they are looked at. */
#define COMMITS_TOLD 500

void
bisecting_range_release(struct bisected_range *range)
{
	for (size_t i = 0; range->broken && i < range->count; i++)
		free(range->broken[i]);
	for (size_t i = 0; i < range->series_count; i++) {
		free(range->series[i].benchmark);
		free(range->series[i].metric);
		free(range->series[i].unit);
	}
	bisect_free(range->plan);
	free(range->broken);
	free(range->artifacts);
	free(range->built);
	free(range->entered);
	free(range->failures);
	free(range->weights);
	free(range->series);
	free(range->commits);
}

/* ---- building a commit ---- */

/* The build command is each commit's own, where it has one. */
enum err
bisecting_order(struct bisected_range *range, size_t place, struct source *own,
    struct build_order *out)
{
	struct bisecting *b = range->all;
	const struct commit *commit = &range->commits[place];
	enum err err = ERR_OK;

	*out = (struct build_order){
	    .commit = *commit,
	    .command = b->source.config->build.command,
	    .config = b->source.config,
	    .salt = "",
	    .bench_from = b->options.bench_from ? &b->bench_from.oid : NULL,
	};
	if (b->app->options.config)
		return ERR_OK;
	err = source_of_commit(own, b->app->repo, &commit->oid);
	if (!err)
		out->command = own->config->build.command;
	if (err == ERR_NOTFOUND || err == ERR_USAGE)
		err = ERR_OK; /* none, or one that is no longer one */
	return err;
}

static enum err
key_of(struct bisected_range *range, size_t place, char out[BUILD_KEY_SIZE])
{
	struct source own = {0};
	struct build_order order;
	enum err err = bisecting_order(range, place, &own, &order);

	if (!err)
		err = build_key(&range->all->builder, &order, out);
	source_release(&own);
	return err;
}

/* ---- who can be guilty ---- */

/* Who builds and runs what its parent does is innocent. */
static enum err
weigh_by_keys(struct bisected_range *range)
{
	struct progress *progress = &range->all->app->progress;
	char last[BUILD_KEY_SIZE];
	char key[BUILD_KEY_SIZE];
	enum err err = key_of(range, 0, last);

	for (size_t i = 1; !err && i < range->count; i++) {
		if (range->count > COMMITS_TOLD)
			progress_step(
			    progress, i, range->count - 1, "commit", -1);
		err = key_of(range, i, key);
		if (!err && strcmp(key, last) == 0)
			range->weights[i] = 0;
		memcpy(last, key, sizeof last);
	}
	progress_clear(progress);
	return err;
}

static enum err
weigh_by_paths(struct bisected_range *range)
{
	struct bisecting *b = range->all;
	const struct option_list *paths = &b->options.paths;
	enum err err = ERR_OK;

	for (size_t i = 1; !err && paths->count && i < range->count; i++) {
		bool touches = false;

		err = repo_touches(b->app->repo, &range->commits[i].oid,
		    &range->commits[i - 1].oid, paths->items, paths->count,
		    &touches);
		if (!err && !touches)
			range->weights[i] = 0;
	}
	return err;
}

static enum err
make_plan(struct bisected_range *range)
{
	const struct bisecting_options *options = &range->all->options;
	struct bisect_options planned = {
	    .confidence = options->confidence,
	    .tolerance = options->tolerance,
	    .improvement = options->improvement,
	};

	return bisect_new(&range->plan, &planned, range->weights, range->count);
}

/* ---- its name in the store ---- */

static void
hash_texts(struct hash *hash, const struct config_texts *texts)
{
	hash_add(hash, &texts->count, sizeof texts->count);
	for (size_t i = 0; i < texts->count; i++)
		hash_add_text(hash, texts->items[i]);
}

static enum err
hash_benchmark(struct hash *hash, const struct bisected_range *range,
    const struct config_benchmark *benchmark)
{
	const struct bisecting *b = range->all;
	const struct oid *oid =
	    b->options.bench_from ? &b->bench_from.oid : &range->commits[0].oid;
	char setup[HASH_HEX_SIZE];
	enum err err = setup_digest(b->app->repo, benchmark,
	    &b->source.config->measure.conditions, oid, setup);

	if (err)
		return err;
	hash_add_text(hash, setup);
	hash_texts(hash, &benchmark->metrics);
	hash_texts(hash, &benchmark->bigger);
	hash_texts(hash, &benchmark->smaller);
	return ERR_OK;
}

static void
hash_options(struct hash *hash, const struct bisecting *b)
{
	const struct option_list *paths = &b->options.paths;
	char tolerance[32];

	snprintf(tolerance, sizeof tolerance, "%.9g", b->options.tolerance);
	hash_add_text(hash, b->options.match ? b->options.match : "*");
	hash_add_text(hash, b->options.improvement ? "better" : "worse");
	hash_add_text(hash, tolerance);
	hash_add_text(hash, b->bench_from.oid.hex);
	hash_add(hash, &paths->count, sizeof paths->count);
	for (size_t i = 0; i < paths->count; i++)
		hash_add_text(hash, paths->items[i]);
	for (size_t i = 0; i < b->options.only_count; i++) {
		hash_add_text(hash, b->options.only[i].benchmark);
		hash_add_text(hash, b->options.only[i].metric);
	}
}

/* What is searched, where and how; not how sure one wants to be. */
static enum err
name_search(struct bisected_range *range)
{
	const struct bisecting *b = range->all;
	const struct config *config = b->source.config;
	struct hash *hash = hash_new();
	enum err err = ERR_OK;

	if (!hash)
		return err_fail(ERR_NOMEM, "out of memory");
	hash_add_text(hash, "tidemark bisect 1");
	hash_add_text(hash, range->commits[0].oid.hex);
	hash_add_text(hash, range->commits[range->count - 1].oid.hex);
	hash_add_text(hash, b->machine.key);
	hash_options(hash, b);
	hash_add_text(hash, config->build.command ? config->build.command : "");
	hash_texts(hash, &config->build.inputs);
	hash_texts(hash, &config->build.artifacts);
	for (size_t i = 0; !err && i < config->benchmark_count; i++)
		err = hash_benchmark(hash, range, &config->benchmarks[i]);
	hash_end(hash, range->key);
	hash_free(hash);
	return err;
}

/* ---- ranges ---- */

static enum err
fill_range(struct bisected_range *range)
{
	size_t count = range->count;
	enum err err;

	range->weights = calloc(count, sizeof *range->weights);
	range->broken = calloc(count, sizeof *range->broken);
	range->artifacts = calloc(count, sizeof *range->artifacts);
	range->built = calloc(count, sizeof *range->built);
	range->entered = calloc(count, sizeof *range->entered);
	range->failures = calloc(count, sizeof *range->failures);
	if (!range->weights || !range->broken || !range->artifacts ||
	    !range->built || !range->entered || !range->failures)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 1; i < count; i++)
		range->weights[i] = 1;
	err = weigh_by_paths(range);
	if (!err)
		err = weigh_by_keys(range);
	if (!err)
		err = name_search(range);
	return err ? err : make_plan(range);
}

static struct bisected_range *
new_range(struct bisecting *b)
{
	struct bisected_range *grown =
	    reallocarray(b->ranges, b->range_count + 1, sizeof *grown);

	if (!grown) {
		(void)err_fail(ERR_NOMEM, "out of memory");
		return NULL;
	}
	b->ranges = grown;
	grown = &b->ranges[b->range_count++];
	*grown = (struct bisected_range){.all = b};
	return grown;
}

/* GOOD and the list, the other way round. */
static enum err
take_commits(struct bisected_range *range, const struct commit *good,
    const struct commit *list, size_t count)
{
	range->commits = calloc(count + 1, sizeof *range->commits);
	if (!range->commits)
		return err_fail(ERR_NOMEM, "out of memory");
	range->count = count + 1;
	range->commits[0] = *good;
	for (size_t i = 0; i < count; i++)
		range->commits[count - i] = list[i];
	return ERR_OK;
}

/* GOOD must lie behind BAD, or nobody between them did it. */
static enum err
check_ends(struct bisecting *b, const struct commit *good,
    const struct commit *bad, size_t count)
{
	struct commit base;
	enum err err =
	    repo_merge_base(b->app->repo, &good->oid, &bad->oid, &base);

	if (err == ERR_NOTFOUND)
		return err_fail(ERR_USAGE, "%s and %s have no commit in common",
		    b->options.good, b->options.bad);
	if (err)
		return err;
	if (!count && strcmp(base.oid.hex, good->oid.hex) != 0)
		return err_fail(ERR_USAGE,
		    "%s is not before %s: GOOD comes first, then BAD",
		    b->options.good, b->options.bad);
	if (!count)
		return err_fail(ERR_USAGE,
		    "%s and %s are one commit, with nothing between them",
		    b->options.good, b->options.bad);
	if (strcmp(base.oid.hex, good->oid.hex) != 0)
		return err_fail(ERR_USAGE,
		    "%s is not an ancestor of %s: their common one is %.12s, "
		    "which may be a better GOOD",
		    b->options.good, b->options.bad, base.oid.hex);
	return ERR_OK;
}

enum err
bisecting_add_range(struct bisecting *b)
{
	struct bisected_range *range = new_range(b);
	struct commit *list = NULL;
	struct commit good;
	struct commit bad;
	char spec[2 * OID_SIZE + 2];
	const char *specs[] = {spec};
	size_t count = 0;
	enum err err = range ? ERR_OK : ERR_NOMEM;

	if (!err)
		err = repo_commit(b->app->repo, b->options.good, &good);
	if (!err)
		err = repo_commit(b->app->repo, b->options.bad, &bad);
	if (err)
		return err;
	snprintf(spec, sizeof spec, "%s..%s", good.oid.hex, bad.oid.hex);
	err = repo_list(
	    b->app->repo, specs, 1, &(struct repo_walk){0}, &list, &count);
	if (!err)
		err = check_ends(b, &good, &bad, count);
	if (!err)
		err = take_commits(range, &good, list, count);
	free(list);
	return err ? err : fill_range(range);
}

/* The branch's tip is as slow as the merge, or the merge itself did it: the
 * ends of the branch say which. */
enum err
bisecting_add_side(struct bisecting *b, size_t range, size_t place, bool *out)
{
	struct oid merge = b->ranges[range].commits[place].oid;
	struct commit *list = NULL;
	struct bisected_range *side;
	struct commit base;
	size_t count = 0;
	enum err err =
	    repo_side_branch(b->app->repo, &merge, &base, &list, &count);

	*out = !err && count;
	if (err == ERR_NOTFOUND)
		return bisecting_warn(b, "%.12s: %s", merge.hex, err_text());
	if (err || !count)
		return err;
	side = new_range(b);
	err = side ? take_commits(side, &base, list, count) : ERR_NOMEM;
	free(list);
	if (!err) {
		side->merge_range = range;
		side->merge_place = place;
		err = fill_range(side);
	}
	if (err != ERR_UNJUDGED)
		return err;
	*out = false;
	bisecting_range_release(&b->ranges[--b->range_count]);
	return bisecting_warn(b,
	    "%.12s: none of the commits that it merges changes what is built "
	    "and run",
	    merge.hex);
}
