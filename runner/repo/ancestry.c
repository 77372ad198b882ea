#include "runner/repo/ancestry.h"

#include <string.h>

#include "runner/repo/git.h"
#include "runner/repo/revision.h"

enum err
ancestry_commit(struct repo *repo, const char *digits, struct commit *out)
{
	git_commit *found = NULL;
	size_t len = strlen(digits);
	git_oid id;
	int rc;

	if (len < ANCESTRY_DIGITS_MIN || len > GIT_OID_HEXSZ ||
	    strspn(digits, "0123456789abcdefABCDEF") != len)
		return err_fail(ERR_USAGE,
		    "\"%s\" is not the id of a commit, of %d to %d "
		    "hexadecimal digits",
		    digits, ANCESTRY_DIGITS_MIN, GIT_OID_HEXSZ);
	rc = git_oid_fromstrn(&id, digits, len);
	if (rc == 0)
		rc = git_commit_lookup_prefix(&found, repo->git, &id, len);
	if (rc == GIT_ENOTFOUND)
		return err_fail(
		    ERR_NOTFOUND, "%s: no such commit in this clone", digits);
	if (rc == GIT_EAMBIGUOUS)
		return err_fail(ERR_USAGE,
		    "%s: more than one object has this name; give more digits "
		    "of it",
		    digits);
	if (rc < 0)
		return git_fail(digits);
	revision_fill(out, found);
	git_commit_free(found);
	return ERR_OK;
}

/* What libgit2 says where it walks beyond the end of a shallow history. */
static enum err
fail_walk(int rc, const struct oid *commit)
{
	const git_error *last = git_error_last();

	if (rc == GIT_ENOTFOUND || (last && last->klass == GIT_ERROR_ODB))
		return err_fail(ERR_NOTFOUND,
		    "%.12s: its history is not all in this clone", commit->hex);
	return git_fail("history");
}

enum err
ancestry_holds(struct repo *repo, const struct oid *commit,
    const struct oid *ancestor, bool *out)
{
	git_oid tip;
	git_oid old;
	enum err err = git_oid_in(&tip, commit);
	int rc;

	if (!err)
		err = git_oid_in(&old, ancestor);
	if (err)
		return err;
	if (git_oid_equal(&tip, &old)) {
		*out = true;
		return ERR_OK;
	}
	rc = git_graph_descendant_of(repo->git, &tip, &old);
	if (rc < 0)
		return fail_walk(rc, commit);
	*out = rc == 1;
	return ERR_OK;
}

/* Whether neither base nor from holds it. */
static enum err
is_outside(struct repo *repo, const struct oid *commit, const struct oid *base,
    const struct oid *from, bool *out)
{
	bool held = false;
	enum err err = ancestry_holds(repo, base, commit, &held);

	if (!err && !held && from)
		err = ancestry_holds(repo, from, commit, &held);
	if (!err)
		*out = !held;
	return err;
}

/* What base and from hold is closed under ancestors. So if it has all best
 * common ancestors of head and to, it has whatever else both hold. */
enum err
ancestry_overlap(struct repo *repo, const struct oid *base,
    const struct oid *head, const struct oid *from, const struct oid *to,
    bool *out)
{
	git_oidarray bases = {NULL, 0};
	git_oid one;
	git_oid two;
	bool overlap = false;
	enum err err = git_oid_in(&one, head);
	int rc;

	if (!err)
		err = git_oid_in(&two, to);
	if (err)
		return err;
	rc = git_merge_bases(&bases, repo->git, &one, &two);
	if (rc < 0 && (rc != GIT_ENOTFOUND || repo_is_shallow(repo)))
		return fail_walk(rc, head);
	for (size_t i = 0; rc == 0 && !err && !overlap && i < bases.count;
	     i++) {
		struct oid common;

		git_oid_out(&common, &bases.ids[i]);
		err = is_outside(repo, &common, base, from, &overlap);
	}
	git_oidarray_dispose(&bases);
	if (!err)
		*out = overlap;
	return err;
}
