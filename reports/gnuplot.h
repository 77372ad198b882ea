/**
 * The one place that runs gnuplot, and the texts that are safe in its scripts.
 */
#ifndef REPORTS_GNUPLOT_H
#define REPORTS_GNUPLOT_H

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

/**
 * Run a script that draws on the terminal that was set, and write the image to
 * `path` (place.h), whole or not at all. Only the format's terminal is set
 * before it.
 *
 * @param width, height in pixels
 * @return ERR_USAGE where the name ends in no format, or gnuplot is not
 *         installed, or a PNG would have no font (a PNG without is drawn
 *         without its texts); ERR_CHILD with gnuplot's last lines; ERR_IO,
 *         ERR_NOMEM, ERR_INTERRUPTED
 */
enum err gnuplot_draw(
    const char *script, int width, int height, const char *path);

#endif
