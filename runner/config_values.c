#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/number.h"
#include "runner/config_loading.h"

enum err
config_fail_key(
    const struct config_loading *loaded, const char *path, const char *fmt, ...)
{
	const struct config_node *node =
	    config_index_find(&loaded->index, path);
	struct buf what = BUF_INIT;
	char text[512];
	va_list args;
	enum err err;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	buf_printf(&what, "%s:%zu:%zu: %s: %s", loaded->where, node->line,
	    node->column, *path ? path : "the file", text);
	err = err_fail(ERR_USAGE, "%s", buf_text(&what));
	buf_release(&what);
	return err;
}

enum err
config_take_percent(const struct config_loading *loaded, const char *path,
    const char *text, double *out)
{
	if (text && number_parse_percent(text, out))
		return config_fail_key(loaded, path,
		    "\"%s\" is not a percentage such as 10%%", text);
	return ERR_OK;
}

enum err
config_take_duration(const struct config_loading *loaded, const char *path,
    const char *text, int64_t *out)
{
	if (text && clock_parse_duration(text, out))
		return config_fail_key(loaded, path,
		    "\"%s\" is not a duration such as 90s, 10m or 1h", text);
	return ERR_OK;
}

enum err
config_take_count(const struct config_loading *loaded, const char *path,
    const char *text, uint64_t min, uint64_t max, uint64_t *out)
{
	if (text && number_parse_whole(text, min, max, out))
		return config_fail_key(loaded, path,
		    "\"%s\" is not a whole number from %" PRIu64 " to %" PRIu64,
		    text, min, max);
	return ERR_OK;
}

enum err
config_take_bool(const struct config_loading *loaded, const char *path,
    const char *text, bool *out)
{
	if (!text)
		return ERR_OK;
	if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
		return config_fail_key(
		    loaded, path, "\"%s\" is neither true nor false", text);
	*out = strcmp(text, "true") == 0;
	return ERR_OK;
}

enum err
config_take_bytes(const struct config_loading *loaded, const char *path,
    const char *text, int64_t *out)
{
	static const char *const units[] = {"MiB", "GiB", "TiB"};
	char *end = NULL;
	double number = 0;

	if (!text)
		return ERR_OK;
	/* strtod also takes signs, spaces, "inf" and hexadecimal. */
	if (*text >= '0' && *text <= '9' && !strpbrk(text, "xX"))
		number = strtod(text, &end);
	for (int i = 0; end && number > 0 && number < 1e6 && i < 3; i++) {
		if (strcmp(end, units[i]) != 0)
			continue;
		*out =
		    (int64_t)(number * (double)(INT64_C(1) << (20 + 10 * i)));
		return ERR_OK;
	}
	return config_fail_key(
	    loaded, path, "\"%s\" is not a size such as 500MiB or 4GiB", text);
}

/* A relative path that stays inside the tree. */
enum err
config_check_paths(const struct config_loading *loaded, const char *path,
    char *const *items, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		const char *item = items[i];
		char place[128];

		snprintf(place, sizeof place, "%s[%u]", path, i);
		if (!*item || *item == '/' || strcmp(item, "..") == 0 ||
		    strncmp(item, "../", 3) == 0 || strstr(item, "/../") ||
		    (strlen(item) > 2 &&
			strcmp(item + strlen(item) - 3, "/..") == 0))
			return config_fail_key(loaded, place,
			    "\"%s\" is not a path below the repository's root",
			    item);
	}
	return ERR_OK;
}
