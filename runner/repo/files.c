/* repo_file and repo_path_id: what a commit holds, without a checkout. */
#include <stdlib.h>
#include <string.h>

#include "runner/repo/git.h"
#include "runner/repo/repo.h"

static enum err
read_blob(const struct repo *repo, const git_oid *id, const char *path,
    size_t max_bytes, struct buf *out)
{
	git_blob *blob = NULL;
	git_odb *odb = NULL;
	git_object_t type;
	enum err err = ERR_OK;
	size_t size = 0;
	int rc;

	rc = git_repository_odb(&odb, repo->git);
	if (rc == 0)
		rc = git_odb_read_header(&size, &type, odb, id);
	if (rc == 0 && size > max_bytes) {
		err = err_fail(
		    ERR_LIMIT, "%s: larger than %zu bytes", path, max_bytes);
		goto out;
	}
	if (rc == 0)
		rc = git_blob_lookup(&blob, repo->git, id);
	if (rc < 0) {
		err = git_fail_object(repo, rc, path);
		goto out;
	}
	buf_append(out, git_blob_rawcontent(blob), size);
	err = buf_err(out);
out:
	git_blob_free(blob);
	git_odb_free(odb);
	return err;
}

enum err
repo_file(struct repo *repo, const struct oid *commit, const char *path,
    size_t max_bytes, struct buf *out)
{
	git_tree_entry *entry = NULL;
	git_tree *root = NULL;
	char *clean = NULL;
	enum err err = git_path_clean(&clean, path);
	unsigned mode;

	if (!err)
		err = git_commit_root(&root, repo, commit);
	if (!err && *clean)
		err = git_find_entry(&entry, repo, root, clean);
	if (err)
		goto out;
	mode = entry ? git_tree_entry_filemode(entry) : 0;
	if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE)
		err = err_fail(ERR_NOTFOUND, "%s: no such file in commit %.12s",
		    path, commit->hex);
	else
		err = read_blob(
		    repo, git_tree_entry_id(entry), path, max_bytes, out);
out:
	git_tree_entry_free(entry);
	git_tree_free(root);
	free(clean);
	return err;
}

enum err
repo_path_id(struct repo *repo, const struct oid *commit, const char *path,
    struct buf *out)
{
	git_tree_entry *entry = NULL;
	git_tree *root = NULL;
	char *clean = NULL;
	struct oid shown;
	unsigned mode = GIT_FILEMODE_TREE;
	enum err err = git_path_clean(&clean, path);

	if (!err)
		err = git_commit_root(&root, repo, commit);
	if (!err && *clean)
		err = git_find_entry(&entry, repo, root, clean);
	if (err)
		goto out;
	if (entry) {
		git_oid_out(&shown, git_tree_entry_id(entry));
		mode = git_tree_entry_filemode(entry);
	} else {
		git_oid_out(&shown, git_tree_id(root));
	}
	if (*clean && !entry)
		buf_puts(out, "-");
	else
		buf_printf(out, "%06o %s", mode, shown.hex);
	err = buf_err(out);
out:
	git_tree_entry_free(entry);
	git_tree_free(root);
	free(clean);
	return err;
}
