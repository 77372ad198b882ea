#include <stdlib.h>
#include <string.h>

#include "runner/repo/tags.h"
#include "runner/trending_parts.h"

#define RELEASES_MAX 30

/* By place, then by name. */
static int
compare(const void *a, const void *b)
{
	const struct trend_release *x = a;
	const struct trend_release *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return strcmp(x->name, y->name);
}

static enum err
add(struct trending *t, const struct tag *tag)
{
	size_t place = trending_place(t, tag->oid.hex);
	const char *name;

	if (place == HISTORY_NOWHERE)
		return ERR_OK;
	name = trending_text(t, "%s", tag->name);
	if (!name)
		return ERR_NOMEM;
	t->releases[t->release_count++] = (struct trend_release){place, name};
	return ERR_OK;
}

enum err
trending_releases(struct trending *t)
{
	struct tag *tags = NULL;
	size_t count = 0, old = 0;
	enum err err = tags_list(t->app->repo, &tags, &count);

	if (err)
		return err;
	t->releases = calloc(count + 1, sizeof *t->releases);
	if (!t->releases)
		err = err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < count; i++)
		err = add(t, &tags[i]);
	tags_free(tags, count);
	if (err)
		return err;
	qsort(t->releases, t->release_count, sizeof *t->releases, compare);
	if (t->release_count > RELEASES_MAX)
		old = t->release_count - RELEASES_MAX;
	t->report.releases = t->releases + old;
	t->report.release_count = t->release_count - old;
	return ERR_OK;
}
