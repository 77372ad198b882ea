#include "runner/accept_write.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/path.h"

#define INDENT 2

static const char opening[] =
    "# Slowdowns that are accepted, each with a reason and until a day. They\n"
    "# count once they are merged. See tidemark-accept(5).\n"
    "version: 1\n";

static enum err
put_drafts(struct buf *out, const struct accept_draft *drafts, size_t count,
    size_t indent)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < count; i++)
		err = accept_text_entry(out, &drafts[i], indent);
	return err;
}

enum err
accept_write_check(
    struct config_accept **out, const struct accept_draft *drafts, size_t count)
{
	struct buf text = BUF_INIT;
	enum err err;

	buf_puts(&text, "version: 1\naccept:\n");
	err = put_drafts(&text, drafts, count, INDENT);
	if (!err)
		err = config_accept_parse(
		    out, buf_text(&text), text.len, "the new entries");
	buf_release(&text);
	return err;
}

/* The first of `count` entries about the same as this one, or NULL. */
static const struct config_accept_entry *
find_same(const struct config_accept_entry *entries, size_t count,
    const struct config_accept_entry *entry)
{
	for (size_t i = 0; i < count; i++)
		if (config_accept_same_scope(&entries[i], entry))
			return &entries[i];
	return NULL;
}

/* Two entries about the same would say the same, or contradict each other. */
static enum err
check_twice(const struct config_accept *old, const struct config_accept *added,
    const char *where)
{
	assert(added->entries || !added->count);
	for (size_t i = 0; i < added->count; i++) {
		const struct config_accept_entry *entry = &added->entries[i];
		const struct config_accept_entry *same =
		    old ? find_same(old->entries, old->count, entry) : NULL;

		if (same)
			return err_fail(ERR_USAGE,
			    "%s: accept[%zu] is already about %s, metric %s, "
			    "commits %s: change that one",
			    where, (size_t)(same - old->entries), entry->match,
			    entry->metric, entry->commits);
		if (find_same(added->entries, i, entry))
			return err_fail(ERR_USAGE,
			    "%s/%s is given twice, and one entry of the same "
			    "commits was expected",
			    entry->match, entry->metric);
	}
	return ERR_OK;
}

static enum err
fail_append(const char *where)
{
	return err_fail(ERR_USAGE,
	    "%s: nothing can be appended to it: accept must be the last key, "
	    "and its entries begin with a dash, each on a line of its own",
	    where);
}

/* Blanks before the dash of the first entry. */
static enum err
find_indent(const char *text, const struct config_accept *file,
    const char *where, size_t *out)
{
	size_t line, column, blanks;

	config_accept_place(file, 0, &line, &column);
	while (--line) {
		text = strchr(text, '\n');
		/* To YAML other characters end a line too. */
		if (!text++)
			return fail_append(where);
	}
	blanks = strspn(text, " ");
	if (text[blanks] != '-')
		return fail_append(where);
	*out = blanks;
	return ERR_OK;
}

/* Whether the text has the old entries and then the new ones. */
static enum err
verify(const struct buf *text, const struct config_accept *old,
    const struct config_accept *added, const char *where)
{
	struct config_accept *all = NULL;
	size_t before = old ? old->count : 0;
	bool same;

	if (config_accept_parse(&all, buf_text(text), text->len, where))
		return fail_append(where);
	same = all->count == before + added->count;
	for (size_t i = 0; same && i < all->count; i++)
		same = config_accept_equal(
		    &all->entries[i], i < before ? &old->entries[i]
						 : &added->entries[i - before]);
	config_accept_free(all);
	return same ? ERR_OK : fail_append(where);
}

enum err
accept_write_append(struct buf *out, const char *text, size_t len,
    const char *where, const struct accept_draft *drafts, size_t count)
{
	struct config_accept *added = NULL;
	struct config_accept *old = NULL;
	size_t indent = INDENT;
	enum err err = accept_write_check(&added, drafts, count);

	if (!err && text)
		err = config_accept_parse(&old, text, len, where);
	if (!err)
		err = check_twice(old, added, where);
	if (!err && old && old->count)
		err = find_indent(text, old, where, &indent);
	if (err)
		goto out;
	if (text)
		buf_append(out, text, len);
	else
		buf_puts(out, opening);
	if (text && len && text[len - 1] != '\n')
		buf_putc(out, '\n');
	if (!old || !old->count)
		buf_puts(out, "accept:\n");
	err = put_drafts(out, drafts, count, indent);
	if (!err)
		err = verify(out, old, added, where);
out:
	config_accept_free(added);
	config_accept_free(old);
	return err;
}

/* Renaming over a link would leave what it leads to as it was. */
static enum err
read_old(const char *path, struct buf *out, bool *found)
{
	struct stat status;
	enum err err;

	*found = false;
	if (lstat(path, &status) < 0)
		return errno == ENOENT
			   ? ERR_OK
			   : err_fail(ERR_IO, "%s: %s", path, strerror(errno));
	if (!S_ISREG(status.st_mode))
		return err_fail(ERR_USAGE, "%s: not a regular file", path);
	err = path_read(path, ACCEPT_BYTES_MAX, out);
	*found = !err;
	return err;
}

enum err
accept_write_file(
    const char *path, const struct accept_draft *drafts, size_t count)
{
	struct buf old = BUF_INIT;
	struct buf text = BUF_INIT;
	bool found = false;
	enum err err = read_old(path, &old, &found);

	if (!err)
		err = accept_write_append(&text, found ? buf_text(&old) : NULL,
		    old.len, ACCEPT_FILE, drafts, count);
	if (!err && text.len > ACCEPT_BYTES_MAX)
		err = err_fail(ERR_LIMIT, "%s: larger than %zu bytes", path,
		    ACCEPT_BYTES_MAX);
	if (!err)
		err = path_write(path, buf_text(&text), text.len);
	buf_release(&old);
	buf_release(&text);
	return err;
}
