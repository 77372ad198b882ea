#include "core/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "core/base/text.h"

#define TEXT_SIZE 2048

static _Thread_local char text[TEXT_SIZE];

void
err_set_text(const char *fmt, ...)
{
	/* The arguments may point into the old text, so it must stay whole
	 * until the new one is done. */
	char fresh[TEXT_SIZE];
	const char *from = fresh;
	int saved_errno = errno;
	va_list args;
	size_t i;

	va_start(args, fmt);
	if (vsnprintf(fresh, sizeof fresh, fmt, args) < 0)
		fresh[0] = '\0';
	va_end(args);
	for (i = 0; *from; i++) {
		/* The newline separates the last lines of a build's log. */
		size_t len = text_control_len(from, "\n\t");

		text[i] = *from;
		if (len)
			text[i] = '?';
		from += len ? len : 1;
	}
	text[i] = '\0';
	errno = saved_errno;
}

const char *
err_text(void)
{
	return text;
}
