#include "runner/same_inputs.h"

#include <string.h>

#include "runner/build.h"
#include "runner/environment.h"

static enum err
key_of(const struct builder *builder, const struct source *source,
    const struct commit *commit, char out[BUILD_KEY_SIZE])
{
	struct source own = {0};
	struct build_order order = {
	    .commit = *commit, .config = source->config, .salt = ""};
	enum err err = source_build_command(
	    source, builder->repo, &commit->oid, &own, &order.command);

	if (!err)
		err = build_key(builder, &order, out);
	source_release(&own);
	return err;
}

enum err
same_inputs(struct app *app, const struct source *source,
    const struct base_pair *pair, bool *same)
{
	struct environment *environment = NULL;
	char base[BUILD_KEY_SIZE] = "";
	char head[BUILD_KEY_SIZE] = "";
	enum err err = environment_new(
	    &environment, &source->config->environment, app->places.builds);
	const struct builder builder = {
	    .repo = app->repo,
	    .places = &app->places,
	    .environment = environment,
	};

	if (!err)
		err = key_of(&builder, source, &pair->base, base);
	if (!err)
		err = key_of(&builder, source, &pair->head, head);
	environment_free(environment);
	*same = !err && strcmp(base, head) == 0;
	return err;
}
