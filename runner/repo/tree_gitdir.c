#include "runner/repo/tree_gitdir.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/path.h"

#define SHALLOW_NAME "shallow"

/* Outweighs what a build's git would read from the user's configuration: no
 * line ends changed, no hook, no exclude or attribute file, no upkeep. */
static const char config[] = "[core]\n"
			     "\trepositoryformatversion = 0\n"
			     "\tfilemode = true\n"
			     "\tbare = false\n"
			     "\tlogallrefupdates = false\n"
			     "\tautocrlf = false\n"
			     "\teol = lf\n"
			     "\tsafecrlf = false\n"
			     "\tsymlinks = true\n"
			     "\tfsmonitor = false\n"
			     "\tuntrackedcache = false\n"
			     "\thooksPath = /dev/null\n"
			     "\tattributesFile = /dev/null\n"
			     "\texcludesFile = /dev/null\n"
			     "[gc]\n"
			     "\tauto = 0\n"
			     "[maintenance]\n"
			     "\tauto = false\n"
			     "[status]\n"
			     "\tshowUntrackedFiles = normal\n";

static enum err
fail_errno(const char *path)
{
	return err_fail(ERR_IO, "%s: %s", path, strerror(errno));
}

/* Not synced: a tree that a crash left half-way is made anew. */
static enum err
write_file(const char *dir, const char *name, const char *data, size_t len)
{
	enum err err = ERR_OK;
	char *path = NULL;
	FILE *file;

	if (path_join(&path, dir, name))
		return ERR_NOMEM;
	file = fopen(path, "wxe");
	if (!file) {
		err = fail_errno(path);
		goto out;
	}
	if (fwrite(data, 1, len, file) != len)
		err = fail_errno(path);
	if (fclose(file) != 0 && !err)
		err = fail_errno(path);
out:
	free(path);
	return err;
}

static enum err
make_folder(const char *dir, const char *name)
{
	char *path = NULL;
	enum err err = path_join(&path, dir, name);

	if (!err && mkdir(path, 0777) < 0)
		err = fail_errno(path);
	free(path);
	return err;
}

static enum err
write_alternates(const char *dir, const struct repo *repo)
{
	struct buf text = BUF_INIT;
	enum err err;

	/* The format has one path a line and no way to quote for libgit2. */
	if (strchr(repo->common, '\n'))
		return err_fail(ERR_USAGE,
		    "%s: a line break in the repository's path is not "
		    "supported",
		    repo->common);
	buf_printf(&text, "%s/objects\n", repo->common);
	err = buf_err(&text);
	if (!err)
		err = write_file(
		    dir, "objects/info/alternates", text.data, text.len);
	buf_release(&text);
	return err;
}

static enum err
write_tags(const char *dir, const struct repo *repo)
{
	git_reference_iterator *iterator = NULL;
	git_reference *tag = NULL;
	struct buf text = BUF_INIT;
	enum err err = ERR_OK;
	struct oid id;
	int rc;

	rc = git_reference_iterator_glob_new(
	    &iterator, repo->git, "refs/tags/*");
	while (rc == 0 && (rc = git_reference_next(&tag, iterator)) == 0) {
		if (git_reference_type(tag) == GIT_REFERENCE_DIRECT) {
			git_oid_out(&id, git_reference_target(tag));
			buf_printf(
			    &text, "%s %s\n", id.hex, git_reference_name(tag));
		}
		git_reference_free(tag);
	}
	git_reference_iterator_free(iterator);
	if (rc != GIT_ITEROVER)
		err = git_fail("tags");
	else if (buf_err(&text))
		err = buf_err(&text);
	else if (text.len)
		err = write_file(dir, "packed-refs", text.data, text.len);
	buf_release(&text);
	return err;
}

static enum err
write_files(const char *dir, const struct repo *repo, const struct oid *commit)
{
	struct buf head = BUF_INIT;
	enum err err;

	buf_printf(&head, "%s\n", commit->hex);
	err = buf_err(&head);
	if (!err)
		err = write_file(dir, "HEAD", head.data, head.len);
	if (!err)
		err = write_file(dir, "config", config, sizeof config - 1);
	if (!err)
		err = write_alternates(dir, repo);
	if (!err)
		err = write_tags(dir, repo);
	/* Without it, git log fails at the end of a shallow history. */
	if (!err && repo->shallow)
		err = write_file(
		    dir, SHALLOW_NAME, repo->shallow, strlen(repo->shallow));
	buf_release(&head);
	return err;
}

enum err
tree_gitdir_make(const char *root, const struct repo *repo,
    const struct oid *commit, mode_t *folder_mode)
{
	static const char *const folders[] = {"objects", "objects/info",
	    "objects/pack", "refs", "refs/heads", "refs/tags", "info"};
	struct stat st;
	char *dir = NULL;
	enum err err = make_folder(root, ".git");

	if (!err)
		err = path_join(&dir, root, ".git");
	if (!err && lstat(dir, &st) < 0)
		err = fail_errno(dir);
	for (size_t i = 0; !err && i < sizeof folders / sizeof *folders; i++)
		err = make_folder(dir, folders[i]);
	if (!err)
		err = write_files(dir, repo, commit);
	if (!err)
		*folder_mode = st.st_mode & 07777;
	free(dir);
	return err;
}
