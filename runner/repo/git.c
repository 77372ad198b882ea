#include "runner/repo/git.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define VERSION_AT_LEAST(major, minor)                                         \
	(LIBGIT2_VER_MAJOR > (major) ||                                        \
	    (LIBGIT2_VER_MAJOR == (major) && LIBGIT2_VER_MINOR >= (minor)))

enum err
git_start(void)
{
	/* Names as libgit2 compares them, in lower case. */
	static const char *extensions[] = {"worktreeconfig", "partialclone"};
	static const int levels[] = {GIT_CONFIG_LEVEL_PROGRAMDATA,
	    GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
	    GIT_CONFIG_LEVEL_GLOBAL};

	if (git_libgit2_init() < 0)
		return git_fail("libgit2");
	/* The user's own settings (autocrlf, attributes, excludes) must not
	 * decide what a tree looks like. */
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
#if VERSION_AT_LEAST(1, 2)
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions,
	    sizeof extensions / sizeof *extensions);
#else
	(void)extensions;
#endif
#if VERSION_AT_LEAST(1, 5)
	/* owner.h asks the same question with a useful answer. */
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
#endif
	return ERR_OK;
}

void
git_stop(void)
{
	git_libgit2_shutdown();
}

enum err
git_fail(const char *what)
{
	const git_error *last = git_error_last();
	enum err err = ERR_USAGE;

	if (!last)
		return err_fail(ERR_USAGE, "%s: libgit2 failed", what);
	if (last->klass == GIT_ERROR_NOMEMORY)
		err = ERR_NOMEM;
	else if (last->klass == GIT_ERROR_OS)
		err = ERR_IO;
	return err_fail(err, "%s: %s", what, last->message);
}

enum err
git_missing(const struct repo *repo, const char *what)
{
	if (repo->shallow)
		return err_fail(ERR_USAGE,
		    "%s: not in this shallow clone: check out with "
		    "fetch-depth: 0, or git fetch --unshallow",
		    what);
	if (repo->partial)
		return err_fail(ERR_USAGE,
		    "%s: not in this partial clone; git fetch --refetch "
		    "--no-filter gets every object",
		    what);
	return err_fail(ERR_USAGE,
	    "%s: object missing from %s; git fsck tells what else is", what,
	    repo->common);
}

enum err
git_fail_object(const struct repo *repo, int rc, const char *what)
{
	if (rc == GIT_ENOTFOUND)
		return git_missing(repo, what);
	return git_fail(what);
}

enum err
git_commit_root(
    git_tree **out, const struct repo *repo, const struct oid *commit)
{
	git_commit *found = NULL;
	git_oid id;
	enum err err = git_oid_in(&id, commit);
	int rc;

	if (err)
		return err;
	rc = git_commit_lookup(&found, repo->git, &id);
	if (rc == 0)
		rc = git_commit_tree(out, found);
	git_commit_free(found);
	return rc < 0 ? git_fail_object(repo, rc, commit->hex) : ERR_OK;
}

/* A folder whose object is missing has the same code as what the tree has not,
 * but comes from the object database. */
enum err
git_find_entry(git_tree_entry **out, const struct repo *repo, git_tree *root,
    const char *path)
{
	int rc = git_tree_entry_bypath(out, root, path);
	const git_error *last = rc < 0 ? git_error_last() : NULL;

	if (rc == 0)
		return ERR_OK;
	if (rc == GIT_ENOTFOUND && !(last && last->klass == GIT_ERROR_ODB))
		return ERR_OK;
	return git_fail_object(repo, rc, path);
}

bool
git_is_boundary(const struct repo *repo, const struct oid *commit)
{
	return repo->shallow && strstr(repo->shallow, commit->hex);
}

void
git_oid_out(struct oid *out, const git_oid *id)
{
	git_oid_tostr(out->hex, sizeof out->hex, id);
}

enum err
git_oid_in(git_oid *out, const struct oid *oid)
{
	if (strlen(oid->hex) != OID_SIZE - 1 ||
	    git_oid_fromstr(out, oid->hex) < 0)
		return err_fail(
		    ERR_USAGE, "\"%s\" is not an object id", oid->hex);
	return ERR_OK;
}

static bool
is_allowed(const char *name, size_t len)
{
	return !(len == 2 && memcmp(name, "..", 2) == 0) &&
	       !(len == 4 && strncasecmp(name, ".git", 4) == 0);
}

enum err
git_path_clean(char **out, const char *path)
{
	struct buf clean = BUF_INIT;
	enum err err = ERR_OK;
	const char *part = path;

	if (*path == '/')
		goto refuse;
	while (*part) {
		size_t len = strcspn(part, "/");

		if (!is_allowed(part, len))
			goto refuse;
		if (len > 0 && !(len == 1 && *part == '.')) {
			if (clean.len)
				buf_putc(&clean, '/');
			buf_append(&clean, part, len);
		}
		part += len;
		part += strspn(part, "/");
	}
	err = buf_steal(&clean, out);
	buf_release(&clean);
	return err;
refuse:
	buf_release(&clean);
	return err_fail(
	    ERR_USAGE, "\"%s\" is not a path inside the repository", path);
}
