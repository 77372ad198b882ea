/**
 * The folder that a site is written to. It writes what differs, draws pictures
 * whose scripts differ, and removes what it wrote once and is not of the site
 * any more; other files are left alone. A list of its files in the folder,
 * `.tidemark-site`, says which they are, with the digests of what they show.
 *
 * Killed at any point, it leaves a folder that the next use mends: files are
 * replaced whole, and a new one is in the list before it is written.
 */
#ifndef RUNNER_SITE_FOLDER_H
#define RUNNER_SITE_FOLDER_H

#include <stddef.h>

#include "core/base/err.h"
#include "reports/site.h"

struct site_folder;

struct site_counts {
	size_t written; /**< files, pictures among them */
	size_t kept;
	size_t removed;
	size_t largest_bytes; /**< of the pages that were made */
};

/**
 * Open a folder, making it where needed. It belongs to one process at a time.
 *
 * @return ERR_USAGE for a folder that has files and no list, for one that
 *         another process writes to, for a list that is none, and where one of
 *         the site's own folders is a link; ERR_IO, ERR_NOMEM
 */
enum err site_folder_open(struct site_folder **out, const char *path);
void site_folder_free(struct site_folder *folder);

/** What site_make() is given. Its `step` is left NULL. Writing is ERR_USAGE
 *  where a foreign file stands in the way, ERR_INTERRUPTED after a signal. */
struct site_writer site_folder_writer(struct site_folder *folder);

/** Draw what is left to draw, remove what is not wanted any more, and write the
 *  list. Not to be called after an error: then the next use goes on. */
enum err site_folder_finish(
    struct site_folder *folder, struct site_counts *out);

#endif
