#include "runner/repo/revision.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"

/* Bytes of the UTF-8 character at `text`, 0 if it is not one. Overlong forms,
 * surrogates and what is above U+10FFFF are not. */
static size_t
utf8_len(const unsigned char *text)
{
	unsigned c = text[0];
	size_t len = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;

	if (c < 0x80)
		return 1;
	if (c < 0xc2 || c > 0xf4)
		return 0;
	if ((c == 0xe0 && text[1] < 0xa0) || (c == 0xed && text[1] > 0x9f) ||
	    (c == 0xf0 && text[1] < 0x90) || (c == 0xf4 && text[1] > 0x8f))
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

/* C0, DEL, C1, and what reorders or breaks a line on a screen: U+2028 to
 * U+202E and U+2066 to U+2069. */
static bool
is_control(const unsigned char *c)
{
	if (c[0] < 0x20 || c[0] == 0x7f)
		return true;
	if (c[0] == 0xc2)
		return c[1] < 0xa0;
	if (c[0] != 0xe2)
		return false;
	return (c[1] == 0x80 && c[2] >= 0xa8 && c[2] <= 0xae) ||
	       (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9);
}

/* Copy the first line, cut between characters. */
static void
copy_line(char *out, size_t size, const char *text)
{
	const unsigned char *in = (const unsigned char *)(text ? text : "");
	size_t used = 0;

	while (*in && *in != '\n') {
		size_t len = utf8_len(in);
		bool bad = len == 0 || is_control(in);
		size_t put = bad ? 1 : len;

		if (used + put >= size)
			break;
		memcpy(out + used, bad ? (const void *)"?" : in, put);
		used += put;
		in += len ? len : 1;
	}
	out[used] = '\0';
}

void
revision_fill(struct commit *out, const git_commit *commit)
{
	const git_signature *author = git_commit_author(commit);
	const char *message = git_commit_message(commit);

	memset(out, 0, sizeof *out);
	git_oid_out(&out->oid, git_commit_id(commit));
	git_oid_out(&out->tree, git_commit_tree_id(commit));
	out->time_s = git_commit_time(commit);
	copy_line(out->subject, sizeof out->subject, message);
	copy_line(out->author, sizeof out->author, author ? author->name : "");
	out->parent_count = git_commit_parentcount(commit);
	if (out->parent_count)
		git_oid_out(&out->parent, git_commit_parent_id(commit, 0));
}

enum err
revision_load(const struct repo *repo, const git_oid *id, struct commit *out)
{
	git_commit *commit = NULL;
	struct oid shown;
	int rc = git_commit_lookup(&commit, repo->git, id);

	git_oid_out(&shown, id);
	if (rc < 0)
		return git_fail_object(repo, rc, shown.hex);
	revision_fill(out, commit);
	git_commit_free(commit);
	return ERR_OK;
}

static bool
starts_at_head(const char *revision)
{
	size_t len = strcspn(revision, "~^@{:");

	return (len == 4 && strncmp(revision, "HEAD", 4) == 0) ||
	       (len == 0 && *revision == '@');
}

static enum err
fail_unknown(struct repo *repo, int rc, const char *revision)
{
	if (rc == GIT_EAMBIGUOUS)
		return err_fail(ERR_USAGE,
		    "%s: more than one object has this name; give more digits "
		    "of it",
		    revision);
	if (starts_at_head(revision) &&
	    git_repository_head_unborn(repo->git) == 1)
		return err_fail(ERR_USAGE,
		    "%s has no commit yet; git commit first",
		    repo->workdir ? repo->workdir : repo->common);
	if (rc == GIT_EINVALIDSPEC)
		return err_fail(
		    ERR_USAGE, "\"%s\" is not a revision of git", revision);
	if (rc != GIT_ENOTFOUND)
		return git_fail(revision);
	if (repo->shallow || repo->partial)
		return git_missing(repo, revision);
	return err_fail(
	    ERR_USAGE, "%s: no such commit, branch or tag", revision);
}

enum err
repo_commit(struct repo *repo, const char *revision, struct commit *out)
{
	git_object *object = NULL;
	git_object *peeled = NULL;
	enum err err = ERR_OK;
	git_object_t type;
	int rc;

	rc = git_revparse_single(&object, repo->git, revision);
	if (rc < 0)
		return fail_unknown(repo, rc, revision);
	rc = git_object_peel(&peeled, object, GIT_OBJECT_COMMIT);
	if (rc == 0) {
		revision_fill(out, (git_commit *)peeled);
		goto out;
	}
	type = git_object_type(object);
	if (rc == GIT_ENOTFOUND)
		err = git_missing(repo, revision);
	else if (type == GIT_OBJECT_TREE || type == GIT_OBJECT_BLOB)
		err = err_fail(ERR_USAGE, "%s is a %s, not a commit", revision,
		    git_object_type2string(type));
	else
		err = err_fail(ERR_USAGE, "%s is a tag of no commit", revision);
out:
	git_object_free(peeled);
	git_object_free(object);
	return err;
}

enum err
repo_merge_base(struct repo *repo, const struct oid *a, const struct oid *b,
    struct commit *out)
{
	git_oid one;
	git_oid two;
	git_oid base;
	enum err err = git_oid_in(&one, a);
	int rc;

	if (!err)
		err = git_oid_in(&two, b);
	if (err)
		return err;
	rc = git_merge_base(&base, repo->git, &one, &two);
	if (rc == 0)
		return revision_load(repo, &base, out);
	if (rc != GIT_ENOTFOUND)
		return git_fail("merge base");
	if (repo->shallow)
		return git_missing(repo, "the merge base");
	return err_fail(ERR_NOTFOUND, "%.12s and %.12s have no common ancestor",
	    a->hex, b->hex);
}

/* Full name of the ref, through symbolic ones; NULL where it is not there. */
static char *
resolve_ref(struct repo *repo, const char *name)
{
	git_reference *found = NULL;
	git_reference *direct = NULL;
	char *full = NULL;

	if (git_reference_lookup(&found, repo->git, name) == 0 &&
	    git_reference_resolve(&direct, found) == 0)
		full = strdup(git_reference_name(direct));
	git_reference_free(direct);
	git_reference_free(found);
	return full;
}

static char *
upstream(struct repo *repo)
{
	git_buf name = {NULL, 0, 0};
	git_reference *head = NULL;
	char *full = NULL;

	if (git_repository_head(&head, repo->git) == 0 &&
	    git_branch_upstream_name(
		&name, repo->git, git_reference_name(head)) == 0)
		full = resolve_ref(repo, name.ptr);
	git_buf_dispose(&name);
	git_reference_free(head);
	return full;
}

enum err
repo_default_branch(struct repo *repo, char **out)
{
	static const char *const names[] = {"refs/remotes/origin/HEAD",
	    "refs/remotes/origin/main", "refs/remotes/origin/master",
	    "refs/heads/main", "refs/heads/master"};
	char *found = upstream(repo);

	for (size_t i = 0; !found && i < sizeof names / sizeof *names; i++)
		found = resolve_ref(repo, names[i]);
	if (!found)
		return err_fail(ERR_NOTFOUND,
		    "%s: no default branch; name the base with --base REV",
		    repo->common);
	*out = found;
	return ERR_OK;
}
