#include "runner/accept.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/policy.h"
#include "core/base/path.h"
#include "runner/accept_file.h"
#include "runner/accept_scope.h"
#include "runner/repo/ancestry.h"

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

static bool
has_entry(
    const struct config_accept *file, const struct config_accept_entry *entry)
{
	for (size_t i = 0; file && i < file->count; i++)
		if (config_accept_equal(&file->entries[i], entry))
			return true;
	return false;
}

/* Of a range without a commit between base and head: where it is instead. */
static enum err
explain_outside(const struct making *making, struct accept_row *row)
{
	const struct config_accept_entry *entry = row->entry;
	const struct base_pair *pair = making->pair;
	struct commit to;
	bool in_head = true;
	bool in_base = false;
	enum err err = ERR_OK;

	if (*entry->to)
		err = ancestry_commit(making->repo, entry->to, &to);
	if (!err && *entry->to)
		err = ancestry_holds(
		    making->repo, &pair->head.oid, &to.oid, &in_head);
	if (!err && *entry->to)
		err = ancestry_holds(
		    making->repo, &pair->base.oid, &to.oid, &in_base);
	/* A shallow clone may end before that can be told. */
	if (err == ERR_NOTFOUND)
		return path_format(
		    &row->why_not, "does not count: %s", err_text());
	if (err)
		return err;
	if (in_base)
		return path_format(&row->why_not,
		    "does not count: the base has all of %s already",
		    entry->commits);
	if (!in_head)
		return path_format(&row->why_not,
		    "names %.12s, which head does not contain (rebased or "
		    "squashed?)",
		    entry->to);
	return path_format(&row->why_not,
	    "does not count: %s has no commit between base and head",
	    entry->commits);
}

/* Of an entry that would count if it stood in the base's file. */
static enum err
explain_place(const struct making *making, struct accept_row *row)
{
	const struct accept *accept = making->accept;

	if (has_entry(accept->target, row->entry))
		return path_format(&row->why_not,
		    "stands in %s, but not in the base %.7s: merge it into the "
		    "branch",
		    accept->target_name, making->pair->config_commit.hex);
	return path_format(&row->why_not,
	    "is new in head and does not count (--allow-new-accepts, or merge "
	    "it first)");
}

/* Of one that can hold no change of the pair, or whose commits are not here. */
static enum err
explain_scope(const struct making *making, struct accept_row *row,
    enum accept_scope scope)
{
	if (scope == ACCEPT_OUTSIDE)
		return explain_outside(making, row);
	return path_format(&row->why_not, "does not count: %s", err_text());
}

/* Whether the row counts, and else why not. What the target has for other
 * branches is not told to this one. */
static enum err
set_use(const struct making *making, struct accept_row *row, bool trusted)
{
	const struct base_pair *pair = making->pair;
	bool is_ours = trusted || row->added;
	enum accept_scope scope = ACCEPT_UNKNOWN;
	enum err err;

	if (config_accept_expired(row->entry, making->time_s)) {
		row->told = has_entry(making->accept->proposed, row->entry);
		return !is_ours ? ERR_OK
				: path_format(&row->why_not,
				      "expired on %s and does not count any "
				      "more%s",
				      row->entry->expires,
				      row->told ? ": remove it" : "");
	}
	err = accept_scope_of_pair(
	    making->repo, row->entry, &pair->base.oid, &pair->head.oid, &scope);
	if (err)
		return err;
	row->told = row->added || (trusted && scope == ACCEPT_UNKNOWN);
	row->counts = scope == ACCEPT_INSIDE &&
		      (trusted || (row->added && making->allow_added));
	if (row->counts)
		return ERR_OK;
	if (scope == ACCEPT_INSIDE)
		return explain_place(making, row);
	return is_ours ? explain_scope(making, row, scope) : ERR_OK;
}

static enum err
add_row(
    const struct making *making, const struct config_accept *file, size_t index)
{
	struct accept *accept = making->accept;
	struct accept_row *row = &accept->rows[accept->count++];
	enum err err;

	*row = (struct accept_row){
	    .entry = &file->entries[index], .added = file == accept->proposed};
	err = path_format(&row->name, "%s accept[%zu]", ACCEPT_FILE, index);
	return err ? err : set_use(making, row, file == accept->trusted);
}

/* The entries of a file that neither of two others has. */
static enum err
add_rows_of(const struct making *making, const struct config_accept *file,
    const struct config_accept *first, const struct config_accept *second)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && file && i < file->count; i++)
		if (!has_entry(first, &file->entries[i]) &&
		    !has_entry(second, &file->entries[i]))
			err = add_row(making, file, i);
	return err;
}

static enum err
add_rows(const struct making *making)
{
	struct accept *accept = making->accept;
	const struct config_accept *trusted = accept->trusted;
	const struct config_accept *proposed = accept->proposed;
	const struct config_accept *target = accept->target;
	size_t count = (trusted ? trusted->count : 0) +
		       (proposed ? proposed->count : 0) +
		       (target ? target->count : 0);
	enum err err;

	accept->rows = calloc(count + 1, sizeof *accept->rows);
	if (!accept->rows)
		return err_fail(ERR_NOMEM, "out of memory");
	err = add_rows_of(making, trusted, NULL, NULL);
	if (!err)
		err = add_rows_of(making, proposed, trusted, NULL);
	if (!err)
		err = add_rows_of(making, target, trusted, proposed);
	return err;
}

/* Whether no check has anything of its range between base and head any more. In
 * a clone that is whole, a commit that is not there is nobody's ancestor. */
static enum err
is_past(const struct making *making, const struct config_accept_entry *entry,
    bool *out)
{
	const struct base_pair *pair = making->pair;
	enum accept_scope scope = ACCEPT_UNKNOWN;
	enum err err = accept_scope_of_pair(
	    making->repo, entry, &pair->base.oid, &pair->head.oid, &scope);

	*out =
	    scope == ACCEPT_OUTSIDE || (scope == ACCEPT_UNKNOWN && *entry->to &&
					   !repo_is_shallow(making->repo));
	return err;
}

static enum err
check_days(const struct making *making)
{
	const struct config_accept *file = making->accept->proposed;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < file->count; i++) {
		const struct config_accept_entry *entry = &file->entries[i];
		bool past = false;

		if (has_entry(making->accept->trusted, entry) &&
		    config_accept_expired(entry, making->time_s))
			err = is_past(making, entry, &past);
		if (!err && !past)
			err = config_accept_check_day(file, i, making->time_s);
	}
	return err;
}

static enum err
read_file(
    struct config_accept **out, struct repo *repo, const struct oid *commit)
{
	enum err err = accept_file_of_commit(out, repo, commit);

	return err == ERR_NOTFOUND ? ERR_OK : err;
}

/* What explains, but never counts, need not be there, or sound. */
static enum err
read_target(const struct making *making)
{
	struct accept *accept = making->accept;
	struct commit tip;
	bool merged = false;
	enum err err = base_target(making->repo, &tip, accept->target_name);

	if (!err)
		err = ancestry_holds(
		    making->repo, &tip.oid, &making->pair->head.oid, &merged);
	if (!err && !merged)
		err = accept_file_of_commit(
		    &accept->target, making->repo, &tip.oid);
	return err == ERR_NOMEM ? err : ERR_OK;
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
		err = check_days(&making);
	if (!err && accept->proposed)
		err = accept_scope_check(repo, accept->proposed);
	if (!err)
		err = read_target(&making);
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
	config_accept_free(accept->target);
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
