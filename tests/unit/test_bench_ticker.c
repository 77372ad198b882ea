#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/bench/ticker.h"

Test(ticker, in_a_log_there_is_nothing)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = tmpfile();
	struct ticker ticker;

	cr_assert(ne(ptr, file, NULL));
	ticker_init(&ticker, file);
	ticker_show(&ticker, "round %d", 1);
	ticker_end(&ticker);
	cr_expect(eq(long, ftell(file), 0));
	fclose(file);
	file = open_memstream(&text, &size); /* has no descriptor */
	ticker_init(&ticker, file);
	ticker_show(&ticker, "round %d", 1);
	fclose(file);
	cr_expect(eq(sz, size, 0));
	free(text);
}

/* A terminal of its own: what is written to it is read at its other end. */
Test(ticker, on_a_terminal_a_line_comes_and_goes)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	struct ticker ticker;
	char got[256];
	ssize_t n;
	FILE *file;

	cr_assert(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
	file = fopen(ptsname(master), "w");
	cr_assert(ne(ptr, file, NULL));
	ticker_init(&ticker, file);
	ticker_show(&ticker, "round %d", 1);
	ticker_end(&ticker);
	ticker_end(&ticker); /* nothing is left to take away */
	n = read(master, got, sizeof got - 1);
	cr_assert(lt(long, 0, n));
	got[n] = '\0';
	if (!strstr(got, "1\r\033[K")) /* the two writes may come in two */
		n += read(master, got + n, sizeof got - 1 - (size_t)n);
	got[n] = '\0';
	cr_expect(eq(str, got, (char *)"\r\033[Kround 1\r\033[K"));
	fclose(file);
	close(master);
}
