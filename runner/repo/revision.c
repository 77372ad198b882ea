#include "runner/repo/revision.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "core/base/text.h"

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

/* A control character, or what reorders or breaks a line on a screen: U+2028
 * to U+202E and U+2066 to U+2069. */
static bool
is_control(const unsigned char *c)
{
	if (text_control_len((const char *)c, ""))
		return true;
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

/* libgit2 fails so where it walks beyond the end of a shallow history. */
static bool
is_object_missing(void)
{
	const git_error *last = git_error_last();

	return last && last->klass == GIT_ERROR_ODB;
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
	if (repo->shallow && (rc == GIT_ENOTFOUND || is_object_missing()))
		return git_missing(repo, "the merge base");
	if (rc != GIT_ENOTFOUND)
		return git_fail("merge base");
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

/* HEAD's branch is pushed to one of its own name. That is where its work is
 * kept, not where it is meant to be merged. */
static bool
is_namesake(struct repo *repo, const char *branch)
{
	git_buf name = {NULL, 0, 0};
	bool same = git_branch_upstream_merge(&name, repo->git, branch) == 0 &&
		    strcmp(name.ptr, branch) == 0;

	git_buf_dispose(&name);
	return same;
}

static char *
upstream(struct repo *repo, const char *branch)
{
	git_buf name = {NULL, 0, 0};
	char *full = NULL;

	if (!is_namesake(repo, branch) &&
	    git_branch_upstream_name(&name, repo->git, branch) == 0)
		full = resolve_ref(repo, name.ptr);
	git_buf_dispose(&name);
	return full;
}

/* The branch of a remote that others are merged into. */
static enum err
remote_branch(struct repo *repo, const char *remote, char **out)
{
	static const char *const names[] = {"HEAD", "main", "master"};
	enum err err = ERR_OK;

	for (size_t i = 0; !err && !*out && i < 3; i++) {
		char *name = NULL;

		err =
		    path_format(&name, "refs/remotes/%s/%s", remote, names[i]);
		if (!err)
			*out = resolve_ref(repo, name);
		free(name);
	}
	return err;
}

/* The same of the remote that HEAD's branch is pushed to. */
static enum err
upstream_remote_branch(struct repo *repo, const char *branch, char **out)
{
	git_buf remote = {NULL, 0, 0};
	enum err err = ERR_OK;

	if (git_branch_upstream_remote(&remote, repo->git, branch) == 0)
		err = remote_branch(repo, remote.ptr, out);
	git_buf_dispose(&remote);
	return err;
}

enum err
repo_default_branch(struct repo *repo, char **out)
{
	git_reference *head = NULL;
	const char *branch = "HEAD"; /* detached: has no upstream */
	char *found = NULL;
	enum err err;

	if (git_repository_head(&head, repo->git) == 0)
		branch = git_reference_name(head);
	found = upstream(repo, branch);
	err = remote_branch(repo, "origin", &found);
	if (!err && !found)
		err = upstream_remote_branch(repo, branch, &found);
	if (!err && !found)
		found = resolve_ref(repo, "refs/heads/main");
	if (!err && !found)
		found = resolve_ref(repo, "refs/heads/master");
	git_reference_free(head);
	if (!err && !found)
		err = err_fail(ERR_NOTFOUND,
		    "%s: no default branch; name the base with --base REV",
		    repo->common);
	if (!err)
		*out = found;
	else
		free(found);
	return err;
}
