/** What `tidemark baseline` does: pins, and what commits took. */
#ifndef RUNNER_BASELINE_H
#define RUNNER_BASELINE_H

#include <stdbool.h>

#include "core/base/err.h"
#include "runner/app.h"
#include "runner/baseline_accept.h"

struct baseline_options {
	struct baseline_accept_options accept; /**< first: see its table */
	const char *json;
	bool archive;
	bool force;
};

/** Whether the text is wanted: JSON has not taken standard output. */
bool baseline_shows_text(const struct baseline_options *options);

/* The subcommands; main.c says what their errors exit with. */

enum err baseline_list(struct app *app, const struct baseline_options *options,
    int argc, char **argv);
enum err baseline_show(struct app *app, const struct baseline_options *options,
    int argc, char **argv);
enum err baseline_pin(struct app *app, const struct baseline_options *options,
    int argc, char **argv);
enum err baseline_unpin(struct app *app, const struct baseline_options *options,
    int argc, char **argv);

/**
 * Whether a text can be a pin's name: letters, digits and . _ / - without ".."
 * and without a leading dash, and neither a commit id of 40 hex digits nor
 * HEAD, history or merge-base.
 */
bool pin_name_is_sound(const char *name);

/**
 * Find the commit of a pin. The store may be open; else its file is opened for
 * reading meanwhile, and where there is none there are no pins.
 *
 * @return ERR_NOTFOUND, also for what cannot be a pin's name; the store's
 *         errors
 */
enum err pin_find(struct app *app, const char *name, struct oid *out);

#endif
