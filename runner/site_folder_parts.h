/** What the parts of a site's folder share. Internal to runner/site_folder*.c.
 */
#ifndef RUNNER_SITE_FOLDER_PARTS_H
#define RUNNER_SITE_FOLDER_PARTS_H

#include "core/base/buf.h"
#include "runner/site_batch.h"
#include "runner/site_folder.h"
#include "runner/site_list.h"

struct site_folder {
	char *path;
	char *list_path;
	char *new_path; /* of the folder of new files, and of replaced ones */
	size_t new_count;
	bool locked;
	int fd; /* of the list, which is locked and appended to */
	struct site_list list;
	struct site_counts counts;
	struct site_batch batches[2]; /* one is filled, one drawn */
	size_t filling;
	struct buf full; /* the path of a file */
	struct buf old; /* its content */
	struct buf fresh; /* the path of a new file */
};

/** The path of a file; valid until the next call. */
const char *site_folder_path(struct site_folder *folder, const char *path);

/** ERR_IO that names the path, by errno. */
enum err site_folder_fail(const char *path);

/** Append to the list. */
enum err site_folder_append(struct site_folder *folder, const struct buf *text);

#endif
