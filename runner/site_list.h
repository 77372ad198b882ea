/** The list of a site folder's files (site_folder.h): one line a file, "key
 *  bytes time path". */
#ifndef RUNNER_SITE_LIST_H
#define RUNNER_SITE_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "reports/site.h"

struct site_file {
	char *path; /**< from the folder */
	char key[SITE_KEY_SIZE]; /**< "" where nothing is known of it */
	int64_t bytes;
	int64_t time_ns; /**< of its last change */
	bool used; /**< it is of the site that is being made */
};

struct site_list {
	struct site_file *files;
	size_t count;
	size_t cap;
	size_t sorted; /**< the first ones, by path */
};

/** Whether a path is one that a site can have: a name, or a name in one folder,
 *  of a-z, 0-9, '.', '_' and '-', no '.' in front. */
bool site_path_is_safe(const char *path);

/** Read a list; of a file that is there twice the last line counts. A last line
 *  that was cut off is left out.
 *  @return ERR_PARSE for what is no list, naming `name` */
enum err site_list_read(
    struct site_list *list, const char *text, const char *name);
void site_list_release(struct site_list *list);

/** A file of the list as it was read, or NULL. O(log n). */
struct site_file *site_list_find(struct site_list *list, const char *path);

/** Add one; it is not found before the list is read anew. Pointers into the
 *  list end. @return ERR_NOMEM */
enum err site_list_add(
    struct site_list *list, const char *path, struct site_file **out);

/** Append the line of a file. */
void site_list_line(struct buf *out, const struct site_file *file);

/** Append the first line of a list. */
void site_list_head(struct buf *out);

#endif
