/** A badge: two words in an SVG picture of one line. */
#ifndef REPORTS_BADGE_H
#define REPORTS_BADGE_H

#include <stdio.h>

#include "core/base/err.h"

/** Backgrounds of the message; white text on each, and on the label's, has a
 *  contrast of at least 4.5 (WCAG 2.1, 1.4.3). */
enum badge_colour { BADGE_GREEN, BADGE_RED, BADGE_AMBER, BADGE_GREY };

#define BADGE_COLOUR_COUNT (BADGE_GREY + 1)

/** Texts may be hostile; each is cut at BADGE_TEXT_MAX bytes. */
struct badge {
	const char *label;
	const char *message;
	enum badge_colour colour;
};

#define BADGE_TEXT_MAX 60

/** "#1a7f37" */
const char *badge_colour_code(enum badge_colour colour);

/** Behind the label. */
extern const char badge_label_code[];

/** Width of a text at 11 px, as DejaVu Sans and Verdana have it, in px; what is
 *  not ASCII counts as a square. */
int badge_text_width(const char *text);

/** @return ERR_IO where the file refused bytes; ERR_NOMEM */
enum err badge_write(const struct badge *badge, FILE *file);

#endif
