#include "runner/accept_file.h"

#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "runner/repo/ancestry.h"

enum err
accept_file_of_commit(
    struct config_accept **out, struct repo *repo, const struct oid *commit)
{
	struct buf text = BUF_INIT;
	char where[64];
	enum err err =
	    repo_file(repo, commit, ACCEPT_FILE, ACCEPT_BYTES_MAX, &text);

	snprintf(where, sizeof where, "%s at %.10s", ACCEPT_FILE, commit->hex);
	if (!err)
		err =
		    config_accept_parse(out, buf_text(&text), text.len, where);
	else if (err == ERR_LIMIT)
		err = err_fail(ERR_USAGE, "%s: larger than %zu bytes", where,
		    ACCEPT_BYTES_MAX);
	buf_release(&text);
	return err;
}

static enum err
has_entry(struct repo *repo, const struct oid *commit,
    const struct config_accept_entry *entry, bool *out)
{
	struct config_accept *file = NULL;
	enum err err = accept_file_of_commit(&file, repo, commit);

	*out = false;
	for (size_t i = 0; !err && i < file->count; i++)
		if (config_accept_same_scope(&file->entries[i], entry))
			*out = true;
	config_accept_free(file);
	return err == ERR_NOTFOUND || err == ERR_USAGE ? ERR_OK : err;
}

/* The next older commit of the history. */
static enum err
step(struct repo *repo, struct commit *commit)
{
	struct oid parent = commit->parent;

	return ancestry_commit(repo, parent.hex, commit);
}

enum err
accept_file_brought(struct repo *repo, const struct commit *tip,
    const struct config_accept_entry *entry, struct oid *out)
{
	struct buf seen = BUF_INIT; /* id of the file that was looked at */
	struct buf id = BUF_INIT;
	struct commit commit = *tip;
	struct oid brought = tip->oid;
	bool found = false;
	enum err err = ERR_OK;

	while (!err) {
		bool here = found;

		buf_reset(&id);
		err = repo_path_id(repo, &commit.oid, ACCEPT_FILE, &id);
		if (!err && strcmp(buf_text(&id), buf_text(&seen)) != 0)
			err = has_entry(repo, &commit.oid, entry, &here);
		if (err || !here)
			break;
		found = true;
		brought = commit.oid;
		buf_reset(&seen);
		buf_puts(&seen, buf_text(&id));
		if (!commit.parent_count)
			break;
		err = step(repo, &commit);
	}
	buf_release(&seen);
	buf_release(&id);
	if (err)
		return err;
	if (!found)
		return err_fail(ERR_NOTFOUND, "%.12s has no such entry in %s",
		    tip->oid.hex, ACCEPT_FILE);
	*out = brought;
	return ERR_OK;
}
