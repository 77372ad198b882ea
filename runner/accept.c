#include "runner/accept.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/policy.h"
#include "core/base/path.h"
#include "runner/accept_file.h"
#include "runner/accept_scope.h"

bool
accept_matches(
    const struct config_accept_entry *entry, const struct series_name *name)
{
	return strcmp(entry->metric, name->metric) == 0 &&
	       policy_glob(entry->match, name->benchmark);
}

bool
accept_level(const struct config_accept_entry *entry,
    const struct series_name *name, double *out)
{
	return entry->level_text && quantity_in(&entry->level, name->unit, out);
}

/* ---- of a check ---- */

/* What the rows of a pair are made from. */
struct making {
	struct accept *accept;
	struct repo *repo;
	const struct base_pair *pair;
	int64_t time_s;
	bool allow_added;
};

static enum err
set_scope(const struct making *making, struct accept_row *row)
{
	const struct base_pair *pair = making->pair;
	enum accept_scope scope = ACCEPT_UNKNOWN;
	enum err err = accept_scope_of_pair(
	    making->repo, row->entry, &pair->base.oid, &pair->head.oid, &scope);

	if (err)
		return err;
	row->counts = scope == ACCEPT_INSIDE;
	if (scope == ACCEPT_UNKNOWN)
		return path_format(
		    &row->why_not, "does not count: %s", err_text());
	if (scope == ACCEPT_OUTSIDE && row->added)
		return path_format(&row->why_not,
		    "does not count: %s has no commit between base and head",
		    row->entry->commits);
	return ERR_OK;
}

static enum err
add_row(const struct making *making, const struct config_accept_entry *entry,
    size_t number, bool added)
{
	struct accept *accept = making->accept;
	struct accept_row *row = &accept->rows[accept->count++];
	enum err err;

	*row = (struct accept_row){.entry = entry, .added = added};
	err = path_format(&row->name, "%s accept[%zu]", ACCEPT_FILE, number);
	if (err)
		return err;
	if (added && !making->allow_added)
		return path_format(&row->why_not,
		    "is new in head and does not count (--allow-new-accepts)");
	if (config_accept_expired(entry, making->time_s))
		return ERR_OK;
	return set_scope(making, row);
}

static bool
is_trusted(const struct accept *accept, const struct config_accept_entry *entry)
{
	const struct config_accept *trusted = accept->trusted;

	for (size_t i = 0; trusted && i < trusted->count; i++)
		if (config_accept_equal(&trusted->entries[i], entry))
			return true;
	return false;
}

static enum err
add_rows(const struct making *making)
{
	struct accept *accept = making->accept;
	const struct config_accept *trusted = accept->trusted;
	const struct config_accept *proposed = accept->proposed;
	size_t count =
	    (trusted ? trusted->count : 0) + (proposed ? proposed->count : 0);
	enum err err = ERR_OK;

	accept->rows = calloc(count + 1, sizeof *accept->rows);
	if (!accept->rows)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && trusted && i < trusted->count; i++)
		err = add_row(making, &trusted->entries[i], i, false);
	for (size_t i = 0; !err && proposed && i < proposed->count; i++)
		if (!is_trusted(accept, &proposed->entries[i]))
			err = add_row(making, &proposed->entries[i], i, true);
	return err;
}

static enum err
read_file(
    struct config_accept **out, struct repo *repo, const struct oid *commit)
{
	enum err err = accept_file_of_commit(out, repo, commit);

	return err == ERR_NOTFOUND ? ERR_OK : err;
}

/* The later date of head and base. */
static enum err
find_time(struct repo *repo, const struct base_pair *pair, int64_t *out)
{
	struct commit trusted;
	enum err err = repo_commit(repo, pair->config_commit.hex, &trusted);

	if (err)
		return err;
	*out = pair->head.time_s;
	if (trusted.time_s > *out)
		*out = trusted.time_s;
	return ERR_OK;
}

enum err
accept_new(struct accept **out, struct repo *repo, const struct base_pair *pair,
    bool allow_added)
{
	struct accept *accept = calloc(1, sizeof *accept);
	struct making making = {.accept = accept,
	    .repo = repo,
	    .pair = pair,
	    .allow_added = allow_added};
	enum err err;

	if (!accept)
		return err_fail(ERR_NOMEM, "out of memory");
	err = find_time(repo, pair, &making.time_s);
	if (!err)
		err = read_file(&accept->trusted, repo, &pair->config_commit);
	if (!err)
		err = read_file(&accept->proposed, repo, &pair->head.oid);
	if (!err && accept->proposed)
		err =
		    config_accept_check_dates(accept->proposed, making.time_s);
	if (!err && accept->proposed)
		err = accept_scope_check(repo, accept->proposed);
	if (!err)
		err = add_rows(&making);
	if (err)
		accept_free(accept);
	else
		*out = accept;
	return err;
}

void
accept_free(struct accept *accept)
{
	if (!accept)
		return;
	for (size_t i = 0; i < accept->count; i++) {
		free(accept->rows[i].name);
		free(accept->rows[i].why_not);
	}
	free(accept->rows);
	config_accept_free(accept->trusted);
	config_accept_free(accept->proposed);
	free(accept);
}

/* ---- of a history ---- */

static bool
is_enough(
    const struct config_accept_entry *entry, const struct accept_change *change)
{
	double level;

	if (!isnan(entry->factor))
		return change->ratio_low <= entry->factor;
	return accept_level(entry, &change->name, &level) &&
	       change->value > 0 &&
	       series_log_ratio(change->name.direction, level, change->value) <=
		   0;
}

enum err
accept_covers(struct repo *repo, const struct config_accept *file,
    const struct commit *tip, const struct accept_change *change,
    const struct config_accept_entry **out)
{
	for (size_t i = 0; i < file->count; i++) {
		const struct config_accept_entry *entry = &file->entries[i];
		enum accept_scope scope = ACCEPT_UNKNOWN;
		enum err err;

		if (!accept_matches(entry, &change->name) ||
		    config_accept_expired(entry, tip->time_s) ||
		    !is_enough(entry, change))
			continue;
		err = accept_scope_of_change(
		    repo, entry, tip, &change->before, &change->commit, &scope);
		if (err)
			return err;
		if (scope == ACCEPT_INSIDE) {
			*out = entry;
			return ERR_OK;
		}
	}
	*out = NULL;
	return ERR_OK;
}
