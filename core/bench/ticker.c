#include "core/bench/ticker.h"

#include <stdarg.h>
#include <unistd.h>

#include "core/base/clock.h"

#define PAUSE_NS (CLOCK_NS_PER_S / 10)
#define ERASE "\r\033[K"

void
ticker_init(struct ticker *ticker, FILE *file)
{
	*ticker = (struct ticker){
	    .file = file,
	    .terminal = isatty(fileno(file)) == 1,
	    .shown_ns = clock_monotonic_ns() - PAUSE_NS,
	};
}

void
ticker_show(struct ticker *ticker, const char *fmt, ...)
{
	int64_t now_ns = clock_monotonic_ns();
	va_list args;

	if (!ticker->terminal || now_ns - ticker->shown_ns < PAUSE_NS)
		return;
	ticker->shown_ns = now_ns;
	ticker->drawn = true;
	fputs(ERASE, ticker->file);
	va_start(args, fmt);
	vfprintf(ticker->file, fmt, args);
	va_end(args);
	fflush(ticker->file);
}

void
ticker_end(struct ticker *ticker)
{
	if (!ticker->drawn)
		return;
	fputs(ERASE, ticker->file);
	fflush(ticker->file);
	ticker->drawn = false;
}
