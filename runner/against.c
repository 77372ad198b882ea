#include "runner/against.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner/baseline.h"
#include "runner/source.h"

#define PIN_PREFIX "pin:"

/* "=" and a commit's id. */
#define LITERAL_SIZE (OID_SIZE + 1)

static enum err
find_pinned(
    struct app *app, const char *head, const char *name, struct against *out)
{
	char literal[LITERAL_SIZE];
	struct oid oid;
	enum err err = pin_find(app, name, &oid);

	if (err == ERR_NOTFOUND)
		return err_fail(ERR_UNJUDGED,
		    "no commit is pinned as \"%.80s\": there is no base "
		    "(tidemark baseline pin NAME REV)",
		    name);
	if (err)
		return err;
	snprintf(literal, sizeof literal, "=%s", oid.hex);
	err = base_find(app->repo, head, literal, &out->pair);
	if (!err)
		snprintf(out->pair.base_from, sizeof out->pair.base_from,
		    "pin %.200s", name);
	return err;
}

/* A revision, or else a pin of this name. The revision's error is the one to
 * show. */
static enum err
find_named(
    struct app *app, const char *head, const char *name, struct against *out)
{
	enum err err = base_find(app->repo, head, name, &out->pair);
	struct oid oid;
	char *why;

	if (err != ERR_USAGE || *name == '=')
		return err;
	why = strdup(err_text());
	if (!why)
		return err_fail(ERR_NOMEM, "out of memory");
	if (pin_find(app, name, &oid) == ERR_OK)
		err = find_pinned(app, head, name, out);
	else
		err = err_fail(ERR_USAGE, "%s", why);
	free(why);
	return err;
}

static enum err
find_one(
    struct app *app, const char *head, const char *text, struct against *out)
{
	size_t prefix = strlen(PIN_PREFIX);

	memset(out, 0, sizeof *out);
	out->history = strcmp(text, "history") == 0;
	if (out->history || strcmp(text, "merge-base") == 0)
		return base_find(app->repo, head, NULL, &out->pair);
	if (strncmp(text, PIN_PREFIX, prefix) == 0)
		return find_pinned(app, head, text + prefix, out);
	return find_named(app, head, text, out);
}

/* The same base twice is one. */
static bool
is_known(const struct against *one, const struct against *others, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!one->err && !others[i].err &&
		    one->history == others[i].history &&
		    strcmp(one->pair.base.oid.hex,
			others[i].pair.base.oid.hex) == 0)
			return true;
	return false;
}

/* A base that cannot be found keeps no other from being compared with. */
static enum err
find_all(struct app *app, const char *head, const char *const *texts,
    size_t text_count, struct against *out, size_t *count)
{
	size_t n = 0;

	for (size_t i = 0; i < text_count; i++) {
		struct against *one = &out[n];

		one->err = find_one(app, head, texts[i], one);
		if (one->err && text_count == 1)
			return one->err;
		if (one->err)
			snprintf(one->why, sizeof one->why, "--base %.80s: %s",
			    texts[i], err_text());
		n += !is_known(one, out, n);
	}
	*count = n;
	return ERR_OK;
}

/* The config is that of the default base, as in every gate. */
static enum err
find_configured(
    struct app *app, const char *head, struct against *out, size_t *count)
{
	static const char *const merge_base[] = {"merge-base"};
	const struct config_texts *texts;
	struct source source = {0};
	struct base_pair pair;
	enum err err = base_find(app->repo, head, NULL, &pair);

	if (!err)
		err = source_for_gate(&source, app->repo, app->options.config,
		    &pair.config_commit, &pair.head.oid);
	if (err)
		return err;
	texts = &source.config->baselines;
	if (texts->count)
		err = find_all(app, head, (const char *const *)texts->items,
		    texts->count, out, count);
	else
		err = find_all(app, head, merge_base, 1, out, count);
	source_release(&source);
	return err;
}

enum err
against_find(struct app *app, const char *head, const struct option_list *asked,
    struct against *out, size_t *count)
{
	if (!asked->count)
		return find_configured(app, head, out, count);
	if (asked->count > CONFIG_BASELINES_MAX)
		return err_fail(ERR_USAGE,
		    "--base: at most %d are compared with",
		    CONFIG_BASELINES_MAX);
	return find_all(app, head, asked->items, asked->count, out, count);
}
