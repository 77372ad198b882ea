/**
 * Pictures of a site that are drawn beside other work, by a thread that waits
 * for gnuplot. Between site_batch_start() and site_batch_wait() nobody else may
 * run children (child.h) or touch the batch.
 */
#ifndef RUNNER_SITE_BATCH_H
#define RUNNER_SITE_BATCH_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "reports/site.h"

/** Pictures that are drawn at a time. */
#define SITE_BATCH_MAX 256

struct site_picture {
	char *path; /**< from the folder */
	char *full; /**< names it in errors, and its format by its end */
	char *script;
	char key[SITE_KEY_SIZE];
	size_t entry; /**< in the list */
	int width, height;
	struct buf image; /**< once it is drawn */
};

/** All zero before its first use. */
struct site_batch {
	struct site_picture pictures[SITE_BATCH_MAX];
	size_t count;
	size_t processes;
	bool started;
	bool has_thread;
	pthread_t thread;
	atomic_bool done;
	enum err err;
	struct buf text; /**< of the error */
};

/** Add a picture to a batch that has room and is not started; the texts are
 *  copied. @return ERR_NOMEM */
enum err site_batch_add(
    struct site_batch *batch, const struct site_picture *picture);

/** Begin to draw. @param processes of gnuplot at the same time, at least 1 */
void site_batch_start(struct site_batch *batch, size_t processes);

/** Whether it is started and drawn. */
bool site_batch_is_done(struct site_batch *batch);

/** Wait until it is drawn; at once where it was not started.
 *  @return gnuplot_images()'s errors */
enum err site_batch_wait(struct site_batch *batch);

/** Wait, and forget the pictures: it is as before its first use. */
void site_batch_clear(struct site_batch *batch);

#endif
