#include "baselines/level.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define LEVEL_MAX 1e300

static const struct unit {
	const char *name;
	double factor;
	const char *unit;
} units[] = {
    {"", 1, ""},
    {"ns", 1, "ns"},
    {"us", 1e3, "ns"},
    {"\u00b5s", 1e3, "ns"}, /* as reports write it */
    {"ms", 1e6, "ns"},
    {"s", 1e9, "ns"},
    {"B", 1, "bytes"},
    {"bytes", 1, "bytes"},
    {"KiB", 0x1p10, "bytes"},
    {"MiB", 0x1p20, "bytes"},
    {"GiB", 0x1p30, "bytes"},
    {"/s", 1, "1/s"},
    {"1/s", 1, "1/s"},
    {"k/s", 1e3, "1/s"},
    {"M/s", 1e6, "1/s"},
    {"G/s", 1e9, "1/s"},
};

enum err
level_parse(const char *text, struct level *out)
{
	size_t digits = strspn(text, "0123456789.");
	const char *name = text + digits + strspn(text + digits, " ");
	double number;
	char *end;

	/* strtod also takes exponents and hexadecimal. */
	if (!digits)
		return ERR_PARSE;
	number = strtod(text, &end);
	if (end != text + digits)
		return ERR_PARSE;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		double value = number * units[i].factor;

		if (strcmp(units[i].name, name) != 0)
			continue;
		if (!(value > 0) || value > LEVEL_MAX)
			return ERR_PARSE;
		*out = (struct level){value, units[i].unit};
		return ERR_OK;
	}
	return ERR_PARSE;
}
