#include "baselines/family.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- sizes ---- */

static const struct {
	const char *text;
	double factor;
} suffixes[] = {
    {"", 1},
    {"k", 1e3},
    {"K", 1e3},
    {"M", 1e6},
    {"G", 1e9},
    {"Ki", 0x1p10},
    {"Mi", 0x1p20},
    {"Gi", 0x1p30},
};

/* Decimal digits; *text moves behind them. No sign, blank or locale. */
static bool
read_whole(const char **text, double *out)
{
	const char *at = *text;
	double value = 0;

	for (; *at >= '0' && *at <= '9'; at++)
		value = value * 10 + (*at - '0');
	if (at == *text || value > FAMILY_SIZE_LIMIT)
		return false;
	*text = at;
	*out = value;
	return true;
}

static bool
take_suffix(const char *text, double *n)
{
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		size_t len = strlen(suffixes[i].text);

		if (strncmp(text, suffixes[i].text, len) != 0 ||
		    (text[len] && strcmp(text + len, "B") != 0))
			continue;
		*n *= suffixes[i].factor;
		return true;
	}
	return false;
}

static bool
read_size(const char *text, double *n)
{
	double exponent;

	if (!read_whole(&text, n))
		return false;
	if (*text == '^') {
		text++;
		if (!read_whole(&text, &exponent) || *text)
			return false;
		*n = pow(*n, exponent);
		return true;
	}
	if (strncmp(text, "<<", 2) != 0)
		return take_suffix(text, n);
	text += 2;
	if (!read_whole(&text, &exponent) || *text)
		return false;
	*n *= pow(2, exponent);
	return true;
}

bool
family_size(const char *benchmark, size_t *stem, double *n)
{
	const char *slash = strrchr(benchmark, '/');
	double size;

	if (!slash || slash == benchmark || !read_size(slash + 1, &size))
		return false;
	if (!(size <= FAMILY_SIZE_LIMIT)) /* also NaN */
		return false;
	*stem = (size_t)(slash - benchmark);
	*n = size;
	return true;
}

/* ---- families ---- */

struct item {
	const struct series_name *series;
	size_t stem;
	struct family_member member;
};

static int
compare_stems(const struct item *a, const struct item *b)
{
	size_t shorter = a->stem < b->stem ? a->stem : b->stem;
	int order = memcmp(a->series->benchmark, b->series->benchmark, shorter);

	return order ? order : (a->stem > b->stem) - (a->stem < b->stem);
}

static int
compare_families(const struct item *a, const struct item *b)
{
	int order = compare_stems(a, b);

	if (!order)
		order = strcmp(a->series->metric, b->series->metric);
	if (!order)
		order = strcmp(a->series->unit, b->series->unit);
	if (!order)
		order = (a->series->direction > b->series->direction) -
			(a->series->direction < b->series->direction);
	return order;
}

static int
compare_items(const void *left, const void *right)
{
	const struct item *a = left, *b = right;
	int order = compare_families(a, b);

	if (!order)
		order =
		    (a->member.n > b->member.n) - (a->member.n < b->member.n);
	if (!order)
		order = (a->member.index > b->member.index) -
			(a->member.index < b->member.index);
	return order;
}

const char *
family_reason(const double *n, size_t count)
{
	if (count < FAMILY_SIZES_MIN)
		return "fewer than 4 sizes";
	if (count > FAMILY_SIZES_MAX)
		return "more than 64 sizes";
	if (n[0] < 1)
		return "a size of 0, of which there is no logarithm";
	for (size_t i = 1; i < count; i++)
		if (!(n[i] > n[i - 1]))
			return "two series of one size";
	if (n[count - 1] < FAMILY_SPAN_MIN * n[0])
		return "its largest size is less than 8 times its smallest";
	return NULL;
}

static enum err
add_family(struct families *out, const struct item *items, size_t count)
{
	struct family *family = &out->items[out->count];
	double *n = calloc(count, sizeof *n);

	family->name = strndup(items->series->benchmark, items->stem);
	family->members = calloc(count, sizeof *family->members);
	out->count++;
	if (!n || !family->name || !family->members) {
		free(n);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	family->series = *items->series;
	family->count = count;
	for (size_t i = 0; i < count; i++) {
		family->members[i] = items[i].member;
		n[i] = items[i].member.n;
	}
	family->reason = family_reason(n, count);
	free(n);
	return ERR_OK;
}

static enum err
group(struct families *out, const struct item *items, size_t count)
{
	enum err err = ERR_OK;

	for (size_t i = 0, end; !err && i < count; i = end) {
		for (end = i + 1; end < count; end++)
			if (compare_families(&items[i], &items[end]) != 0)
				break;
		err = add_family(out, &items[i], end - i);
	}
	return err;
}

enum err
families_make(
    struct families *out, const struct series_name *names, size_t count)
{
	struct item *items = calloc(count + 1, sizeof *items);
	struct families made = {.items = calloc(count + 1, sizeof *made.items)};
	size_t sized = 0;
	enum err err = ERR_OK;

	if (!items || !made.items)
		err = err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < count; i++) {
		struct item *item = &items[sized];

		*item = (struct item){.series = &names[i], .member.index = i};
		if (family_size(
			names[i].benchmark, &item->stem, &item->member.n))
			sized++;
		else
			made.others++;
	}
	if (!err) {
		qsort(items, sized, sizeof *items, compare_items);
		err = group(&made, items, sized);
	}
	free(items);
	if (err) {
		families_release(&made);
		return err;
	}
	*out = made;
	return ERR_OK;
}

void
families_release(struct families *families)
{
	for (size_t i = 0; i < families->count; i++) {
		free(families->items[i].name);
		free(families->items[i].members);
	}
	free(families->items);
	*families = (struct families){0};
}
