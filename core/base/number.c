#include "core/base/number.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PERCENT_MIN 0.001
#define PERCENT_MAX 1000.0

enum err
number_parse_whole(const char *text, uint64_t min, uint64_t max, uint64_t *out)
{
	unsigned long long number;
	char *end;

	errno = 0;
	number = strtoull(text, &end, 10);
	/* strtoull also takes spaces and signs. */
	if (*text < '0' || *text > '9' || *end || errno || number < min ||
	    number > max)
		return ERR_PARSE;
	*out = number;
	return ERR_OK;
}

enum err
number_parse_percent(const char *text, double *out)
{
	char *end;
	double number;
	size_t digits;

	/* strtod also takes signs, exponents, "inf" and hexadecimal. */
	digits = strspn(text, "0123456789.");
	if (!digits || !strchr(" %", text[digits]))
		return ERR_PARSE;
	number = strtod(text, &end);
	while (*end == ' ')
		end++;
	if (strcmp(end, "%") != 0 || !(number >= PERCENT_MIN) ||
	    number > PERCENT_MAX)
		return ERR_PARSE;
	*out = number / 100;
	return ERR_OK;
}
