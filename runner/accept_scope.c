#include "runner/accept_scope.h"

#include <string.h>

#include "runner/accept_file.h"
#include "runner/repo/ancestry.h"

/* The ends of a range as commits. */
struct ends {
	struct commit from;
	struct commit to;
	bool has_from; /* else it begins with the history */
	bool has_to; /* else it is open */
};

/* The commit C alone is C^..C, and a first commit has no C^. */
static enum err
find_start(struct repo *repo, const struct config_accept_entry *entry,
    struct ends *out)
{
	if (!*entry->from && !out->to.parent_count)
		return ERR_OK;
	out->has_from = true;
	return ancestry_commit(
	    repo, *entry->from ? entry->from : out->to.parent.hex, &out->from);
}

/* @return ERR_NOTFOUND for what is not here, and for what is ambiguous */
static enum err
find_ends(struct repo *repo, const struct config_accept_entry *entry,
    struct ends *out)
{
	enum err err = ERR_OK;

	*out = (struct ends){.has_to = *entry->to};
	if (out->has_to)
		err = ancestry_commit(repo, entry->to, &out->to);
	if (!err)
		err = find_start(repo, entry, out);
	return err == ERR_USAGE ? err_code(ERR_NOTFOUND) : err;
}

static enum err
answer(enum err err, bool inside, enum accept_scope *out)
{
	if (err && err != ERR_NOTFOUND)
		return err;
	if (err)
		*out = ACCEPT_UNKNOWN;
	else
		*out = inside ? ACCEPT_INSIDE : ACCEPT_OUTSIDE;
	return ERR_OK;
}

enum err
accept_scope_of_pair(struct repo *repo, const struct config_accept_entry *entry,
    const struct oid *base, const struct oid *head, enum accept_scope *out)
{
	struct ends ends;
	bool inside = false;
	enum err err = find_ends(repo, entry, &ends);

	if (!err)
		err = ancestry_overlap(repo, base, head,
		    ends.has_from ? &ends.from.oid : NULL,
		    ends.has_to ? &ends.to.oid : head, &inside);
	return answer(err, inside, out);
}

/* Where the range ends in the history of the tip. */
static enum err
find_end(struct repo *repo, const struct config_accept_entry *entry,
    const struct commit *tip, struct oid *out)
{
	struct commit to;
	bool held = false;
	enum err err;

	*out = tip->oid;
	if (!*entry->to)
		return ERR_OK;
	err = ancestry_commit(repo, entry->to, &to);
	if (err && err != ERR_NOTFOUND && err != ERR_USAGE)
		return err;
	if (!err)
		err = ancestry_holds(repo, &tip->oid, &to.oid, &held);
	else
		err = ERR_OK; /* nowhere here */
	if (err)
		return err;
	if (held) {
		*out = to.oid;
		return ERR_OK;
	}
	/* The parent of a C that is nowhere is not known either. */
	if (!*entry->from)
		return err_fail(ERR_NOTFOUND, "%s: not in the history of %.12s",
		    entry->to, tip->oid.hex);
	return accept_file_brought(repo, tip, entry, out);
}

enum err
accept_scope_of_change(struct repo *repo,
    const struct config_accept_entry *entry, const struct commit *tip,
    const struct oid *before, const struct oid *commit, enum accept_scope *out)
{
	struct config_accept_entry closed = *entry;
	struct ends ends = {.has_from = false};
	struct oid end;
	bool inside = false;
	enum err err = find_end(repo, entry, tip, &end);

	if (!err) {
		memcpy(closed.to, end.hex, sizeof closed.to);
		err = find_ends(repo, &closed, &ends);
	}
	if (!err)
		err = ancestry_overlap(repo, before, commit,
		    ends.has_from ? &ends.from.oid : NULL, &end, &inside);
	return answer(err, inside, out);
}

enum err
accept_scope_check(struct repo *repo, const struct config_accept *file)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < file->count; i++) {
		const struct config_accept_entry *entry = &file->entries[i];
		struct ends ends;
		bool held = false;

		err = find_ends(repo, entry, &ends);
		if (!err && ends.has_from && ends.has_to)
			err = ancestry_holds(
			    repo, &ends.to.oid, &ends.from.oid, &held);
		if (!err && ends.has_from && ends.has_to && !held)
			return config_accept_fail(file, i, "commits",
			    "\"%s\": the first is no ancestor of the second",
			    entry->commits);
		if (err == ERR_NOTFOUND)
			err = ERR_OK; /* it does not count, and that is said */
	}
	return err;
}
