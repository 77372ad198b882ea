/* Commits are measured newest first, so one that is measured does not say that
 * those before it are: a night may have ended, or the machine. A mark beside
 * the store names the measured commit that the new ones began behind; it stays
 * until none of them is left. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/hash.h"
#include "core/base/path.h"
#include "runner/collect_parts.h"

#define NOWHERE SIZE_MAX
#define MARK_BYTES_MAX 64

/* The histories of several branches, and machines, have a mark each. */
static enum err
name_mark(struct collecting *c)
{
	const struct collect_options *options = c->options;
	struct hash *hash = hash_new();
	char hex[HASH_HEX_SIZE];

	if (!hash)
		return err_fail(ERR_NOMEM, "out of memory");
	hash_add_text(hash, c->machine.key);
	hash_add_text(hash, options->spec_count ? options->specs[0] : "HEAD");
	hash_end(hash, hex);
	hash_free(hash);
	return path_format(&c->mark, "%s.new-%.16s", c->app->places.store, hex);
}

/* "" where there is none. One that is damaged is none of the history. */
static enum err
read_mark(const struct collecting *c, char oid[OID_SIZE])
{
	struct buf text = BUF_INIT;
	enum err err = path_read(c->mark, MARK_BYTES_MAX, &text);

	*oid = '\0';
	if (!err)
		snprintf(oid, OID_SIZE, "%s", buf_text(&text));
	buf_release(&text);
	return err == ERR_NOTFOUND || err == ERR_LIMIT ? ERR_OK : err;
}

/* Whether a benchmark of today has samples of the commit. */
static enum err
is_measured(struct collecting *c, const struct commit *commit, bool *out)
{
	enum err err = collect_prepare(c, commit);

	*out = false;
	for (size_t i = 0;
	     !err && !*out && i < c->source.config->benchmark_count; i++)
		err = collect_has_samples(c, &c->benchmarks[i], out);
	collect_unprepare(c);
	return err;
}

/* The newest commit that is not new, or NOWHERE. */
static enum err
find_old(struct collecting *c, size_t *out)
{
	char mark[OID_SIZE];
	size_t measured = NOWHERE;
	enum err err = read_mark(c, mark);

	for (size_t i = 0; !err && i < c->commit_count; i++) {
		bool found = false;

		if (strcmp(c->commits[i].oid.hex, mark) == 0) {
			measured = i;
			break;
		}
		if (measured == NOWHERE)
			err = is_measured(c, &c->commits[i], &found);
		if (found)
			measured = i;
		if (found && !*mark)
			break;
	}
	*out = measured;
	return err;
}

enum err
collect_choose_new(struct collecting *c)
{
	size_t old = NOWHERE;
	enum err err = name_mark(c);

	if (!err)
		err = find_old(c, &old);
	if (err)
		return err;
	if (old == NOWHERE) {
		progress_phase(&c->app->progress,
		    "nothing of this history is measured yet: only its newest "
		    "commit is");
		c->commit_count = 1;
		free(c->mark);
		c->mark = NULL;
		return ERR_OK;
	}
	c->commit_count = old;
	if (!old)
		progress_phase(&c->app->progress,
		    "no commit is newer than %.10s, which is measured",
		    c->commits[0].oid.hex);
	return old ? path_write(c->mark, c->commits[old].oid.hex,
			 strlen(c->commits[old].oid.hex))
		   : ERR_OK;
}
