#include "runner/targets.h"

#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"

static bool
is_known(const char *format, targets_format_fn *formats)
{
	for (size_t i = 0; formats(i); i++)
		if (strcmp(formats(i), format) == 0)
			return true;
	return false;
}

static enum err
fail_format(const char *text, targets_format_fn *formats)
{
	struct buf known = BUF_INIT;
	enum err err;

	for (size_t i = 0; formats(i); i++)
		buf_printf(&known, " %s", formats(i));
	err = err_fail(ERR_USAGE,
	    "--output %s: FORMAT or FORMAT=FILE was expected, formats are%s",
	    text, buf_text(&known));
	buf_release(&known);
	return err;
}

static enum err
add(struct targets *targets, const char *format, size_t len, const char *path)
{
	struct target *target = &targets->items[targets->count++];

	snprintf(
	    target->format, sizeof target->format, "%.*s", (int)len, format);
	target->path = path;
	targets->standard = targets->standard || strcmp(path, "-") == 0;
	/* Two reports in one place are none. */
	for (size_t i = 0; i + 1 < targets->count; i++)
		if (strcmp(targets->items[i].path, path) == 0)
			return err_fail(ERR_USAGE,
			    "two reports to the same place: %s", path);
	return ERR_OK;
}

static enum err
add_output(
    struct targets *targets, const char *text, targets_format_fn *formats)
{
	size_t len = strcspn(text, "=");
	const char *path = text[len] ? text + len + 1 : "-";
	enum err err = add(targets, text, len, path);

	if (!*path ||
	    !is_known(targets->items[targets->count - 1].format, formats))
		return fail_format(text, formats);
	return err;
}

enum err
targets_parse(struct targets *out, const struct option_list *outputs,
    const char *json, const char *markdown, targets_format_fn *formats)
{
	enum err err = ERR_OK;

	*out = (struct targets){.count = 0};
	if (json)
		err = add(out, "json", strlen("json"), json);
	if (!err && markdown)
		err = add(out, "markdown", strlen("markdown"), markdown);
	for (size_t i = 0; !err && i < outputs->count; i++)
		err = add_output(out, outputs->items[i], formats);
	return err;
}

/* Keep the first error's text: later ones overwrite the thread's. */
static void
note(enum err err, enum err *first, char *text, size_t size)
{
	if (!err || *first)
		return;
	*first = err;
	snprintf(text, size, "%s", err_text());
}

enum err
targets_write(const struct targets *targets, targets_write_fn *write, void *ctx)
{
	static const struct target standard = {"text", "-"};
	enum err first = ERR_OK;
	char text[512];

	for (size_t i = 0; i < targets->count; i++)
		note(write(ctx, &targets->items[i]), &first, text, sizeof text);
	if (!targets->standard)
		note(write(ctx, &standard), &first, text, sizeof text);
	return first ? err_fail(first, "%s", text) : ERR_OK;
}
