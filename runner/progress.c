#include "runner/progress.h"

#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/text.h"

#define TERMINAL_EVERY_NS (100 * CLOCK_NS_PER_MS)
#define LOG_EVERY_NS (30 * CLOCK_NS_PER_S)
#define LINE_SIZE 256

void
progress_init(struct progress *progress, bool quiet)
{
	*progress = (struct progress){
	    .file = stderr,
	    .terminal = isatty(STDERR_FILENO) == 1,
	    .quiet = quiet,
	};
}

void
progress_clear(struct progress *progress)
{
	if (progress->drawn)
		fputs("\r\033[K", progress->file);
	progress->drawn = false;
}

/* Commit subjects and names come in here: nothing of them may steer the
 * terminal. */
static void
put_clean(FILE *file, const char *text)
{
	while (*text) {
		size_t len = text_control_len(text, "");

		fputc(len ? '?' : *text, file);
		text += len ? len : 1;
	}
}

void
progress_phase(struct progress *progress, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(progress->phase, sizeof progress->phase, fmt, args);
	va_end(args);
	progress->shown_ns = clock_monotonic_ns();
	if (progress->quiet)
		return;
	progress_clear(progress);
	put_clean(progress->file, progress->phase);
	fputc('\n', progress->file);
	fflush(progress->file);
}

static int
columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		return size.ws_col;
	return 80;
}

void
progress_step(struct progress *progress, size_t done, size_t total,
    const char *what, int64_t left_ns)
{
	int64_t now = clock_monotonic_ns();
	int64_t every = progress->terminal ? TERMINAL_EVERY_NS : LOG_EVERY_NS;
	char line[LINE_SIZE];
	char left[32] = "";
	char of[32] = "";

	if (progress->quiet || now - progress->shown_ns < every)
		return;
	progress->shown_ns = now;
	if (total)
		snprintf(of, sizeof of, "/%zu", total);
	snprintf(line, sizeof line, "  %s %zu%s", what, done, of);
	if (left_ns > 0) {
		size_t len = strlen(line);

		clock_humane(left_ns, left, sizeof left);
		snprintf(
		    line + len, sizeof line - len, ", at most %s left", left);
	}
	progress_clear(progress);
	if (progress->terminal && columns() < LINE_SIZE)
		line[columns() - 1] = '\0';
	put_clean(progress->file, line);
	if (!progress->terminal)
		fputc('\n', progress->file);
	progress->drawn = progress->terminal;
	fflush(progress->file);
}

void
progress_warn(struct progress *progress, const char *fmt, ...)
{
	char text[4096];
	char *line = text;
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	progress_clear(progress);
	fputs("tidemark: warning: ", progress->file);
	for (char *next; line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (line != text && *line)
			fputs("    ", progress->file);
		put_clean(progress->file, line);
		if (line == text || *line)
			fputc('\n', progress->file);
	}
	fflush(progress->file);
}
