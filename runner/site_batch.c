#include "runner/site_batch.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/gnuplot.h"

static void
drop(struct site_picture *picture)
{
	free(picture->path);
	free(picture->full);
	free(picture->script);
	buf_release(&picture->image);
}

enum err
site_batch_add(struct site_batch *batch, const struct site_picture *picture)
{
	struct site_picture copy = *picture;

	assert(!batch->started && batch->count < SITE_BATCH_MAX);
	copy.path = strdup(picture->path);
	copy.full = strdup(picture->full);
	copy.script = strdup(picture->script);
	copy.image = (struct buf)BUF_INIT;
	if (!copy.path || !copy.full || !copy.script) {
		drop(&copy);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	batch->pictures[batch->count++] = copy;
	return ERR_OK;
}

static enum err
keep_image(void *ctx, size_t job, const struct buf *image)
{
	struct site_batch *batch = ctx;
	struct buf *out = &batch->pictures[job].image;

	buf_append(out, image->data, image->len);
	return buf_err(out);
}

/* The text of an error is the thread's, and ends with it. */
static void *
draw(void *ctx)
{
	struct site_batch *batch = ctx;
	struct gnuplot_job jobs[SITE_BATCH_MAX];

	for (size_t i = 0; i < batch->count; i++) {
		const struct site_picture *picture = &batch->pictures[i];

		jobs[i] = (struct gnuplot_job){picture->script, picture->width,
		    picture->height, picture->full};
	}
	batch->err = gnuplot_images(
	    jobs, batch->count, batch->processes, keep_image, batch);
	if (batch->err)
		buf_puts(&batch->text, err_text());
	atomic_store(&batch->done, true);
	return NULL;
}

/* Without a thread it is drawn now. */
void
site_batch_start(struct site_batch *batch, size_t processes)
{
	assert(!batch->started);
	batch->started = true;
	batch->processes = processes;
	batch->has_thread =
	    pthread_create(&batch->thread, NULL, draw, batch) == 0;
	if (!batch->has_thread)
		(void)draw(batch);
}

bool
site_batch_is_done(struct site_batch *batch)
{
	return batch->started && atomic_load(&batch->done);
}

static void
join(struct site_batch *batch)
{
	if (batch->has_thread)
		pthread_join(batch->thread, NULL);
	batch->has_thread = false;
}

enum err
site_batch_wait(struct site_batch *batch)
{
	join(batch);
	return batch->err ? err_fail(batch->err, "%s", buf_text(&batch->text))
			  : ERR_OK;
}

void
site_batch_clear(struct site_batch *batch)
{
	join(batch);
	for (size_t i = 0; i < batch->count; i++)
		drop(&batch->pictures[i]);
	batch->count = 0;
	batch->started = false;
	batch->err = ERR_OK;
	buf_release(&batch->text);
	atomic_store(&batch->done, false);
}
