/**
 * The one place that runs gnuplot, and the texts that are safe in its scripts.
 */
#ifndef REPORTS_GNUPLOT_H
#define REPORTS_GNUPLOT_H

#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"

/**
 * Append `text` as a gnuplot string that shows what term_text() makes of it, in
 * single quotes, in which gnuplot expands nothing. Markup is off in the
 * terminals below, so nothing in it is taken for any.
 */
void gnuplot_quote(struct buf *out, const char *text);

/** "svg" or "png" by the end of the name, whatever its case; NULL for any other
 *  end. */
const char *gnuplot_format(const char *path);

/** One image. Texts are borrowed. */
struct gnuplot_job {
	const char *script; /**< draws on the terminal that was set */
	int width; /**< in pixels */
	int height;
	const char *path; /**< its end names the format; never told to gnuplot
			   */
};

/** Called with the image of a job, which is borrowed. */
typedef enum err gnuplot_image_fn(
    void *ctx, size_t job, const struct buf *image);

/**
 * Run scripts and hand over their images in the order of the jobs, none of them
 * where one cannot be drawn. Before each of them only its format's terminal is
 * set: what one sets is not there for the next.
 *
 * @param processes at most so many gnuplots at the same time, at least 1
 * @return ERR_USAGE where a name ends in no format, or gnuplot is not
 *         installed, or a PNG would have no font (a PNG without is drawn
 *         without its texts); ERR_CHILD naming the image, with gnuplot's last
 *         lines; ERR_IO, ERR_NOMEM, ERR_INTERRUPTED; what `take` returned
 */
enum err gnuplot_images(const struct gnuplot_job *jobs, size_t count,
    size_t processes, gnuplot_image_fn *take, void *ctx);

/** gnuplot_images(), each of them written whole or not at all (place.h). */
enum err gnuplot_draw_all(
    const struct gnuplot_job *jobs, size_t count, size_t processes);

/** gnuplot_draw_all() of one image. */
enum err gnuplot_draw(
    const char *script, int width, int height, const char *path);

#endif
