#include "runner/environment.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "runner/sandbox.h"

#define PAD_NAME "TIDEMARK_PAD="

/* Passed on from the caller where it has them. */
static const char *const inherited[] = {"PATH", "HOME", "USER", "LOGNAME"};

/* 1980-01-01: the earliest date that zip archives can hold. */
static const char *const fixed[] = {"LANG=C.UTF-8", "TZ=UTC", "TERM=dumb",
    "SHELL=/bin/sh", "SOURCE_DATE_EPOCH=315532800", "GIT_TERMINAL_PROMPT=0"};

struct environment {
	char **list;
	size_t count;
	const struct sandbox *sandbox;
	char pad[sizeof PAD_NAME + ENVIRONMENT_PAD_MAX];
};

/* Where a variable is, or belongs: no name is there twice, since programs
 * disagree on which of the two counts. */
static char **
place_of(struct environment *environment, const char *name)
{
	size_t len = strlen(name);
	size_t i = 0;

	while (i < environment->count &&
	       (strncmp(environment->list[i], name, len) != 0 ||
		   environment->list[i][len] != '='))
		i++;
	return &environment->list[i];
}

static enum err
add(struct environment *environment, const char *name, const char *value)
{
	char **place = place_of(environment, name);
	char *text = NULL;
	enum err err = path_format(&text, "%s=%s", name, value);

	if (err)
		return err;
	if (*place)
		free(*place);
	else
		environment->count++;
	*place = text;
	return ERR_OK;
}

static enum err
add_inherited(struct environment *environment, const char *name)
{
	const char *value = getenv(name);

	return value ? add(environment, name, value) : ERR_OK;
}

static enum err
add_fixed(struct environment *environment, const char *assignment)
{
	char *text = strdup(assignment);

	if (!text)
		return err_fail(ERR_NOMEM, "out of memory");
	environment->list[environment->count++] = text;
	return ERR_OK;
}

enum err
environment_new(struct environment **out, const struct config_texts *passed,
    const char *ceiling)
{
	size_t inherited_count = sizeof inherited / sizeof inherited[0];
	size_t fixed_count = sizeof fixed / sizeof fixed[0];
	struct environment *environment = calloc(1, sizeof *environment);
	enum err err = ERR_OK;

	if (!environment)
		return err_fail(ERR_NOMEM, "out of memory");
	/* three more: the ceiling, a home and the padding; one for the end */
	environment->list = calloc(
	    inherited_count + fixed_count + passed->count + 4, sizeof(char *));
	if (!environment->list)
		err = err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < fixed_count; i++)
		err = add_fixed(environment, fixed[i]);
	for (size_t i = 0; !err && i < inherited_count; i++)
		err = add_inherited(environment, inherited[i]);
	if (!err)
		err = add(environment, "GIT_CEILING_DIRECTORIES", ceiling);
	for (size_t i = 0; !err && i < passed->count; i++)
		err = add_inherited(environment, passed->items[i]);
	if (err) {
		environment_free(environment);
		return err;
	}
	environment->list[environment->count] = environment->pad;
	environment_pad(environment, 0);
	*out = environment;
	return ERR_OK;
}

enum err
environment_shut_in(
    struct environment *environment, const struct sandbox *sandbox)
{
	enum err err = ERR_OK;

	environment->sandbox = sandbox;
	if (sandbox_is_shut(sandbox)) {
		environment->list[environment->count] = NULL;
		err = add(environment, "HOME", "/tmp");
		environment->list[environment->count] = environment->pad;
	}
	return err;
}

const struct sandbox *
environment_sandbox(const struct environment *environment)
{
	return environment->sandbox;
}

void
environment_free(struct environment *environment)
{
	if (!environment)
		return;
	for (size_t i = 0; i < environment->count; i++)
		free(environment->list[i]);
	free(environment->list);
	free(environment);
}

void
environment_pad(struct environment *environment, size_t pad_bytes)
{
	size_t name_len = strlen(PAD_NAME);

	assert(pad_bytes < ENVIRONMENT_PAD_MAX);
	memcpy(environment->pad, PAD_NAME, name_len);
	memset(environment->pad + name_len, 'x', pad_bytes);
	environment->pad[name_len + pad_bytes] = '\0';
}

const char *const *
environment_list(const struct environment *environment)
{
	return (const char *const *)environment->list;
}

void
environment_hash(const struct environment *environment, struct hash *hash)
{
	for (size_t i = 0; i < environment->count; i++)
		hash_add_text(hash, environment->list[i]);
	sandbox_hash(environment->sandbox, hash);
}
