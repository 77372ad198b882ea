/** How a report is shown, whatever it is of and whatever its format. */
#ifndef REPORTS_RENDER_OPTIONS_H
#define REPORTS_RENDER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct render_options {
	bool colour; /**< only text; colours by SGR codes */
	bool verbose; /**< also what is shown only: all series, each level */
	/** Only markdown: bytes of one report, at least MARKDOWN_LEAST_BYTES;
	 *  0: MARKDOWN_MAX_BYTES. */
	size_t max_bytes;
	int width; /**< columns of the terminal; 0: not one, nothing is cut */
};

#endif
