#include "baselines/quantity.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* A unit as it is written in a config, and one that series have. */
static const struct unit {
	const char *written;
	const char *of_series; /* NULL: no series has it */
	enum quantity_kind kind;
	double factor;
} units[] = {
    {"", NULL, QUANTITY_BARE, 1},
    {"ns", "ns", QUANTITY_TIME, 1},
    {"us", "us", QUANTITY_TIME, 1e3},
    {"ms", "ms", QUANTITY_TIME, 1e6},
    {"s", "s", QUANTITY_TIME, 1e9},
    {"B", "bytes", QUANTITY_BYTES, 1},
    {"KiB", NULL, QUANTITY_BYTES, 0x1p10},
    {"MiB", NULL, QUANTITY_BYTES, 0x1p20},
    {"GiB", NULL, QUANTITY_BYTES, 0x1p30},
};

#define UNIT_COUNT (sizeof units / sizeof units[0])

/* strtod also takes signs, "inf" and hexadecimal; an exponent is left out
 * too, since 2e3 is rarer than a mistyped unit. */
enum err
quantity_parse(const char *text, struct quantity *out)
{
	size_t digits = strspn(text, "0123456789.");
	const char *unit = text + digits + strspn(text + digits, " ");
	char number[64];
	char *end;
	double value;

	if (!digits || digits >= sizeof number || (!*unit && text[digits]))
		return ERR_PARSE;
	memcpy(number, text, digits);
	number[digits] = '\0';
	value = strtod(number, &end);
	for (size_t i = 0; i < UNIT_COUNT; i++) {
		if (strcmp(units[i].written, unit) != 0)
			continue;
		value *= units[i].factor;
		if (*end || !(value > 0) || !isfinite(value))
			return ERR_PARSE;
		*out = (struct quantity){value, units[i].kind, text};
		return ERR_OK;
	}
	return ERR_PARSE;
}

bool
quantity_in(const struct quantity *quantity, const char *unit, double *out)
{
	if (quantity->kind == QUANTITY_BARE) {
		*out = quantity->value;
		return true;
	}
	for (size_t i = 0; i < UNIT_COUNT; i++) {
		if (units[i].kind != quantity->kind || !units[i].of_series ||
		    strcmp(units[i].of_series, unit) != 0)
			continue;
		*out = quantity->value / units[i].factor;
		return true;
	}
	return false;
}

const char *
quantity_kind_name(enum quantity_kind kind)
{
	static const char *const names[] = {
	    [QUANTITY_BARE] = "a number",
	    [QUANTITY_TIME] = "a time",
	    [QUANTITY_BYTES] = "a size",
	};

	return names[kind];
}
