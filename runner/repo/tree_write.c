#include "runner/repo/tree_write.h"

#include <errno.h>
#include <fcntl.h>
#include <git2/sys/repository.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/path.h"
#include "runner/repo/lfs.h"

#define COPY_CHUNK 65536
#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define LFS_AGE_S 3600

struct writer {
	struct tree_job *job;
	git_repository *tree; /* the tree's own, for its attributes; NULL when
				 there are none */
	int root;
	int folder; /* of the entry at hand */
	struct buf open; /* `folder`'s path in the tree */
};

/* What one file is made from. */
struct source {
	git_blob *blob;
	git_buf filtered;
	const char *data;
	size_t len;
	char *lfs; /* a file instead of `data` */
};

static enum err
fail_entry(const struct tree_job *job, const char *path)
{
	return err_fail(ERR_IO, "%s/%s: %s", job->root, path, strerror(errno));
}

static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int
put(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t done = write(fd, data, len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		data += done;
		len -= (size_t)done;
	}
	return 0;
}

enum err
tree_write_copy(int fd, const char *from, const char *shown)
{
	char chunk[COPY_CHUNK];
	enum err err = ERR_OK;
	ssize_t got = 1;
	int in = open(from, O_RDONLY | O_CLOEXEC);

	if (in < 0)
		return err_fail(ERR_IO, "%s: %s", from, strerror(errno));
	while (!err && got) {
		got = read(in, chunk, sizeof chunk);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			err = err_fail(ERR_IO, "%s: %s", from, strerror(errno));
		else if (put(fd, chunk, (size_t)got) < 0)
			err =
			    err_fail(ERR_IO, "%s: %s", shown, strerror(errno));
	}
	close(in);
	return err;
}

static enum err
descend(struct writer *writer, const char *name, const char *path)
{
	int next = openat(writer->folder, name, FOLDER_FLAGS);

	if (next < 0 && errno == ENOENT &&
	    mkdirat(writer->folder, name, 0777) == 0)
		next = openat(writer->folder, name, FOLDER_FLAGS);
	if (next < 0)
		return fail_entry(writer->job, path);
	if (writer->folder != writer->root)
		close(writer->folder);
	writer->folder = next;
	return ERR_OK;
}

static void
close_folder(struct writer *writer)
{
	if (writer->folder != writer->root)
		close(writer->folder);
	writer->folder = writer->root;
	buf_reset(&writer->open);
}

/* Open the folder of `path` step by step, so that no link leads out of the
 * tree. Entries are sorted: the last one's folder mostly serves again. */
static enum err
open_folder(struct writer *writer, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) : 0;
	char *copy;
	char *rest;
	char *name;
	enum err err = ERR_OK;

	if (writer->open.len == len &&
	    memcmp(buf_text(&writer->open), path, len) == 0)
		return ERR_OK;
	close_folder(writer);
	copy = strndup(path, len);
	if (!copy)
		return err_fail(ERR_NOMEM, "out of memory");
	name = strtok_r(copy, "/", &rest);
	while (!err && name) {
		err = descend(writer, name, path);
		name = strtok_r(NULL, "/", &rest);
	}
	free(copy);
	buf_append(&writer->open, path, len);
	return err ? err : buf_err(&writer->open);
}

static bool
is_lfs(const struct writer *writer, const char *path)
{
	const char *filter = NULL;

	return git_attr_get(&filter, writer->tree,
		   GIT_ATTR_CHECK_FILE_THEN_INDEX, path, "filter") == 0 &&
	       filter && git_attr_value(filter) == GIT_ATTR_VALUE_STRING &&
	       strcmp(filter, "lfs") == 0;
}

static enum err
filter_blob(struct writer *writer, struct source *source, const char *path)
{
	git_filter_list *filters = NULL;
	int rc;

	rc = git_filter_list_load(&filters, writer->tree, source->blob, path,
	    GIT_FILTER_TO_WORKTREE, GIT_FILTER_DEFAULT);
	if (rc == 0 && filters) {
		rc = git_filter_list_apply_to_blob(
		    &source->filtered, filters, source->blob);
		source->data = source->filtered.ptr;
		source->len = source->filtered.size;
	}
	git_filter_list_free(filters);
	return rc < 0 ? git_fail(path) : ERR_OK;
}

static enum err
load(struct writer *writer, struct source *source, const git_index_entry *entry)
{
	struct tree_job *job = writer->job;
	struct lfs_pointer pointer;
	int rc;

	rc = git_blob_lookup(&source->blob, job->repo->git, &entry->id);
	if (rc < 0)
		return git_fail_object(job->repo, rc, entry->path);
	source->data = git_blob_rawcontent(source->blob);
	source->len = (size_t)git_blob_rawsize(source->blob);
	if (!writer->tree || entry->mode == GIT_FILEMODE_LINK)
		return ERR_OK;
	if (lfs_parse(&pointer, source->data, source->len) &&
	    is_lfs(writer, entry->path))
		return lfs_object(&source->lfs, job->repo, &pointer,
		    entry->path, job->commit);
	return filter_blob(writer, source, entry->path);
}

/* git takes a file as changed since the index was written if it is not older
 * than the index, and then compares its content with the pointer. */
static int
make_old(int fd)
{
	struct timespec times[2];

	if (clock_gettime(CLOCK_REALTIME, &times[0]) < 0)
		return -1;
	times[0].tv_sec -= LFS_AGE_S;
	times[1] = times[0];
	return futimens(fd, times);
}

static enum err
put_content(struct writer *writer, int fd, const struct source *source,
    const char *path)
{
	char *full = NULL;
	enum err err;

	if (!source->lfs)
		return put(fd, source->data, source->len) < 0
			   ? fail_entry(writer->job, path)
			   : ERR_OK;
	err = path_join(&full, writer->job->root, path);
	if (!err)
		err = tree_write_copy(fd, source->lfs, full);
	free(full);
	if (!err && make_old(fd) < 0)
		err = fail_entry(writer->job, path);
	return err;
}

static enum err
write_regular(struct writer *writer, const struct source *source,
    const git_index_entry *entry, struct stat *st)
{
	bool runs = entry->mode == GIT_FILEMODE_BLOB_EXECUTABLE;
	enum err err;
	int fd;

	fd = openat(writer->folder, last_part(entry->path),
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    runs ? 0777 : 0666);
	if (fd < 0)
		return fail_entry(writer->job, entry->path);
	err = put_content(writer, fd, source, entry->path);
	if (!err && fstat(fd, st) < 0)
		err = fail_entry(writer->job, entry->path);
	if (close(fd) < 0 && !err)
		err = fail_entry(writer->job, entry->path);
	return err;
}

static enum err
write_link(struct writer *writer, const struct source *source,
    const git_index_entry *entry, struct stat *st)
{
	const char *name = last_part(entry->path);
	char *target = strndup(source->data, source->len);
	enum err err = ERR_OK;

	if (!target)
		return err_fail(ERR_NOMEM, "out of memory");
	if (symlinkat(target, writer->folder, name) < 0 ||
	    fstatat(writer->folder, name, st, AT_SYMLINK_NOFOLLOW) < 0)
		err = fail_entry(writer->job, entry->path);
	free(target);
	return err;
}

static git_index_time
index_time(const struct timespec *time)
{
	git_index_time kept = {(int32_t)time->tv_sec, (uint32_t)time->tv_nsec};

	return kept;
}

static enum err
record(
    struct tree_job *job, const git_index_entry *entry, const struct stat *st)
{
	size_t count = git_index_entrycount(job->index);
	git_index_entry fresh = *entry;

	fresh.ctime = index_time(&st->st_ctim);
	fresh.mtime = index_time(&st->st_mtim);
	fresh.dev = (uint32_t)st->st_dev;
	fresh.ino = (uint32_t)st->st_ino;
	fresh.uid = (uint32_t)st->st_uid;
	fresh.gid = (uint32_t)st->st_gid;
	fresh.file_size = (uint32_t)st->st_size;
	if (st->st_ctim.tv_sec > job->newest.tv_sec ||
	    (st->st_ctim.tv_sec == job->newest.tv_sec &&
		st->st_ctim.tv_nsec > job->newest.tv_nsec))
		job->newest = st->st_ctim;
	if (git_index_add(job->index, &fresh) < 0)
		return git_fail(job->root);
	/* A forged commit may have a file and a folder of one name; libgit2
	 * then drops entries, and positions no longer mean what they did. */
	if (git_index_entrycount(job->index) != count)
		return err_fail(ERR_USAGE,
		    "%s: commit %s has a file and a folder of one name",
		    job->root, job->commit->hex);
	return ERR_OK;
}

static enum err
write_entry(struct writer *writer, const git_index_entry *entry)
{
	struct source source = {NULL, {NULL, 0, 0}, NULL, 0, NULL};
	const char *name = last_part(entry->path);
	struct stat st;
	enum err err = open_folder(writer, entry->path);

	if (err)
		return err;
	if (entry->mode == GIT_FILEMODE_COMMIT) {
		if (mkdirat(writer->folder, name, 0777) < 0 && errno != EEXIST)
			return fail_entry(writer->job, entry->path);
		return ERR_OK;
	}
	err = load(writer, &source, entry);
	if (!err && entry->mode == GIT_FILEMODE_LINK)
		err = write_link(writer, &source, entry, &st);
	else if (!err)
		err = write_regular(writer, &source, entry, &st);
	if (!err)
		err = record(writer->job, entry, &st);
	git_buf_dispose(&source.filtered);
	git_blob_free(source.blob);
	free(source.lfs);
	return err;
}

static bool
is_wanted(const struct tree_job *job, size_t i)
{
	return !job->present[i] &&
	       tree_job_has(job, git_index_get_byindex(job->index, i)->path);
}

static enum err
write_all(struct writer *writer)
{
	struct tree_job *job = writer->job;
	const struct tree_options *options = job->options;
	size_t count = git_index_entrycount(job->index);
	size_t total = 0;
	size_t done = 0;
	enum err err = ERR_OK;

	for (size_t i = 0; i < count; i++)
		total += is_wanted(job, i);
	for (size_t i = 0; !err && i < count; i++) {
		if (!is_wanted(job, i))
			continue;
		err = tree_job_poll(job);
		if (!err)
			err = write_entry(
			    writer, git_index_get_byindex(job->index, i));
		if (!err && options && options->progress)
			options->progress(options->ctx, ++done, total);
	}
	return err;
}

static bool
has_attributes(git_index *index)
{
	size_t count = git_index_entrycount(index);

	for (size_t i = 0; i < count; i++) {
		const char *path = git_index_get_byindex(index, i)->path;

		if (strcmp(last_part(path), ".gitattributes") == 0)
			return true;
	}
	return false;
}

enum err
tree_write(struct tree_job *job)
{
	struct writer writer = {.job = job, .root = -1, .open = BUF_INIT};
	enum err err = ERR_OK;

	writer.root = open(job->root, FOLDER_FLAGS);
	if (writer.root < 0)
		return err_fail(ERR_IO, "%s: %s", job->root, strerror(errno));
	writer.folder = writer.root;
	/* Attributes are read from the index where their file is not written
	 * yet, so that the order of the files does not matter. */
	if (has_attributes(job->index) &&
	    (git_repository_open(&writer.tree, job->root) < 0 ||
		git_repository_set_index(writer.tree, job->index) < 0))
		err = git_fail(job->root);
	if (!err)
		err = write_all(&writer);
	/* Owned by a repository, the index would be compared with the files
	 * again when it is written. */
	if (writer.tree)
		(void)git_repository_set_index(writer.tree, NULL);
	git_repository_free(writer.tree);
	close_folder(&writer);
	buf_release(&writer.open);
	close(writer.root);
	return err;
}
