#include "runner/repo/tags.h"

#include <stdlib.h>
#include <string.h>

#include "runner/repo/git.h"

#define PREFIX "refs/tags/"

struct listing {
	struct repo *repo;
	struct tag *tags;
	size_t count, cap;
	enum err err;
};

static enum err
add(struct listing *listing, const char *name, const git_oid *commit)
{
	struct tag *tag;

	if (listing->count == listing->cap) {
		size_t cap = listing->cap ? 2 * listing->cap : 64;
		struct tag *grown =
		    reallocarray(listing->tags, cap, sizeof *grown);

		if (!grown)
			return err_fail(ERR_NOMEM, "out of memory");
		listing->tags = grown;
		listing->cap = cap;
	}
	tag = &listing->tags[listing->count];
	tag->name = strdup(name);
	if (!tag->name)
		return err_fail(ERR_NOMEM, "out of memory");
	git_oid_out(&tag->oid, commit);
	listing->count++;
	return ERR_OK;
}

/* A tag may be of a tree, or of an object that was left with the remote. */
static int
take(const char *name, git_oid *oid, void *ctx)
{
	struct listing *listing = ctx;
	git_object *object = NULL;
	git_object *commit = NULL;

	if (git_object_lookup(
		&object, listing->repo->git, oid, GIT_OBJECT_ANY) == 0 &&
	    git_object_peel(&commit, object, GIT_OBJECT_COMMIT) == 0)
		listing->err = add(listing,
		    strncmp(name, PREFIX, strlen(PREFIX)) == 0
			? name + strlen(PREFIX)
			: name,
		    git_object_id(commit));
	git_object_free(commit);
	git_object_free(object);
	return listing->err ? GIT_EUSER : 0;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(
	    ((const struct tag *)a)->name, ((const struct tag *)b)->name);
}

enum err
tags_list(struct repo *repo, struct tag **out, size_t *count)
{
	struct listing listing = {.repo = repo};
	int rc = git_tag_foreach(repo->git, take, &listing);
	enum err err = listing.err;

	if (!err && rc < 0)
		err = git_fail("tags");
	if (err) {
		tags_free(listing.tags, listing.count);
		return err;
	}
	if (listing.count)
		qsort(
		    listing.tags, listing.count, sizeof *listing.tags, compare);
	*out = listing.tags;
	*count = listing.count;
	return ERR_OK;
}

void
tags_free(struct tag *tags, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(tags[i].name);
	free(tags);
}
