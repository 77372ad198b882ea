#include "runner/build.h"

#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "runner/sandbox.h"
#include "core/base/buf.h"
#include "core/base/child.h"
#include "core/base/clock.h"
#include "core/base/interrupt.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "runner/build_record.h"
#include "runner/repo/tree.h"

#define LOG_LINES_SHOWN 12
#define LOG_KEEP_BYTES ((size_t)4 << 20) /* of head, and of tail */

static bool
stop(void *ctx)
{
	(void)ctx;
	return interrupt_signal() != 0;
}

static void
tell(void *ctx, size_t done, size_t total)
{
	progress_step(ctx, done, total, "files", -1);
}

static enum err
overlay(const struct builder *builder, const struct build_order *order,
    const char *tree)
{
	const struct config *config = order->config;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < config->benchmark_count; i++) {
		const struct config_texts *sources =
		    &config->benchmarks[i].sources;

		for (size_t k = 0; !err && k < sources->count; k++)
			err = tree_overlay(builder->repo, order->bench_from,
			    sources->items[k], tree);
	}
	return err;
}

static enum err
check_out(const struct builder *builder, const struct build_order *order,
    const char *tree)
{
	const struct tree_options options = {
	    .stop = stop, .progress = tell, .ctx = builder->progress};
	enum err err =
	    tree_checkout(builder->repo, &order->commit.oid, tree, &options);

	if (!err && order->bench_from)
		err = overlay(builder, order, tree);
	return err ? err
		   : sandbox_give(
			 environment_sandbox(builder->environment), tree);
}

/* ---- the build command ---- */

static enum err
save_log(const struct child_result *result, const char *path, struct buf *text)
{
	enum err err = capture_text(&result->out, text);

	return err ? err : path_write(path, buf_text(text), text->len);
}

static enum err
failed(const struct build_order *order, const struct sandbox *sandbox,
    const struct child_result *result, const char *log, const char *output)
{
	struct buf text = BUF_INIT;
	enum err err;

	buf_printf(&text, "building %.10s failed (", order->commit.oid.hex);
	text_quote(&text, order->command);
	buf_puts(&text, "): ");
	child_describe(result, &text);
	buf_printf(&text, "\nlast lines of %s:", log);
	capture_quote_last(&text, output, LOG_LINES_SHOWN);
	buf_puts(&text, sandbox_hint(sandbox));
	err = buf_err(&text);
	if (!err)
		err = err_fail(ERR_CHILD, "%s", buf_text(&text));
	buf_release(&text);
	return err;
}

static enum err
run_command(const struct builder *builder, const struct build_order *order,
    struct build *build)
{
	const struct sandbox *sandbox =
	    environment_sandbox(builder->environment);
	const struct sandbox_stay stay = {.tree = build->tree, .build = true};
	struct child_spec spec = {
	    .shell = order->command,
	    .cwd = build->tree,
	    .env = environment_list(builder->environment),
	    .timeout_ns = order->config->build.timeout_ns,
	    .merge_stderr = true,
	    .keep_bytes = LOG_KEEP_BYTES,
	};
	struct child_result result;
	struct room *room = NULL;
	struct buf text = BUF_INIT;
	char *log = NULL;
	enum err err;

	err = path_format(
	    &log, "%s/build-%s.log", builder->places->logs, build->key);
	if (!err)
		err = sandbox_enter(sandbox, &stay, &room);
	if (err) {
		free(log);
		return err;
	}
	sandbox_shut_in(sandbox, room, &spec);
	err = child_run(&spec, &result);
	room_close(room);
	if (!err)
		err = save_log(&result, log, &text);
	if (!err && !child_ok(&result))
		err = failed(order, sandbox, &result, log, buf_text(&text));
	build->duration_ns = result.wall_ns;
	child_result_release(&result);
	buf_release(&text);
	free(log);
	return err;
}

/* Records that a killed process had not renamed yet. Who makes a build is alone
 * in its folder, so that none of them is being written. */
static enum err
remove_half_records(const char *record)
{
	struct buf pattern = BUF_INIT;
	glob_t found = {0};
	enum err err;
	int rc;

	for (const char *c = record; *c; c++) {
		if (strchr("*?[\\", *c))
			buf_putc(&pattern, '\\');
		buf_putc(&pattern, *c);
	}
	buf_puts(&pattern, ".*.tmp");
	err = buf_err(&pattern);
	if (err)
		goto out;
	rc = glob(pattern.data, 0, NULL, &found);
	if (rc == GLOB_NOSPACE)
		err = err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < found.gl_pathc; i++)
		err = path_remove(found.gl_pathv[i]);
	globfree(&found);
out:
	buf_release(&pattern);
	return err;
}

static enum err
make(struct builder *builder, const struct build_order *order,
    struct build *build)
{
	char *folder = NULL;
	char *record = NULL;
	enum err err;

	err = build_path(&build->tree, builder->places, build->key, "tree");
	if (!err)
		err = build_path(
		    &record, builder->places, build->key, "record.json");
	if (!err)
		err = path_join(&folder, builder->places->builds, build->key);
	if (err)
		goto out;
	err = path_mkdirs(folder);
	/* One that is not sound must not vouch for what comes now. Without a
	 * record, what lies there is a spare tree for its own successor. */
	if (!err)
		err = path_remove(record);
	if (!err)
		err = remove_half_records(record);
	build_keep(builder, build->key);
	if (!err)
		err = build_trim(
		    builder, builder->cache_bytes, build->tree, NULL);
	if (!err)
		err = check_out(builder, order, build->tree);
	if (!err && order->command)
		err = run_command(builder, order, build);
	if (!err)
		err = build_inspect(build, &order->config->build.artifacts);
	if (!err)
		err = build_record_write(build, builder->places);
out:
	free(record);
	free(folder);
	return err;
}

enum err
build_lookup(const struct builder *builder, const char *key, struct build *out)
{
	char *record = NULL;
	enum err err = build_record_read(out, builder->places, key);

	if (err)
		return err;
	/* Touched: recently used. A cache that cannot be written still
	 * serves. */
	if (build_path(&record, builder->places, key, "record.json") == ERR_OK)
		(void)utimensat(AT_FDCWD, record, NULL, 0);
	free(record);
	return ERR_OK;
}

/* Enter what was made, or failed, into the store; a failure stays one, with its
 * text. */
static enum err
note(const struct builder *builder, const struct build_order *order,
    const struct build *build, int64_t started_s, enum err outcome)
{
	const struct store_build row = {
	    .key = build->key,
	    .oid = order->commit.oid.hex,
	    .started_s = started_s,
	    .duration_ns = build->duration_ns,
	    .succeeded = outcome == ERR_OK,
	};
	char *why;
	enum err err;

	if (!builder->store)
		return outcome;
	why = strdup(err_text());
	err = store_build_put(builder->store, &row);
	if (!err && outcome)
		err = err_fail(outcome, "%s", why ? why : "out of memory");
	free(why);
	return err;
}

enum err
build_make(
    struct builder *builder, const struct build_order *order, struct build *out)
{
	struct build build = {0};
	int64_t started_s;
	enum err err = build_key(builder, order, build.key);

	if (err)
		return err;
	err = build_lookup(builder, build.key, out);
	if (!err)
		build_keep(builder, build.key);
	if (err != ERR_NOTFOUND)
		return err;
	progress_phase(builder->progress, "building %s%s%.10s %s", order->salt,
	    *order->salt ? " " : "", order->commit.oid.hex,
	    order->commit.subject);
	started_s = clock_wall_s();
	err = make(builder, order, &build);
	if (!err || err == ERR_CHILD)
		err = note(builder, order, &build, started_s, err);
	if (err)
		build_release(&build);
	else
		*out = build;
	return err;
}

static void
release_files(struct build_file *files, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(files[i].path);
	free(files);
}

void
build_release(struct build *build)
{
	free(build->tree);
	release_files(build->artifacts, build->artifact_count);
	release_files(build->objects, build->object_count);
	*build = (struct build){0};
}

static bool
same_files(const struct build_file *a, size_t a_count,
    const struct build_file *b, size_t b_count)
{
	if (a_count != b_count)
		return false;
	for (size_t i = 0; i < a_count; i++)
		if (strcmp(a[i].path, b[i].path) != 0 ||
		    strcmp(a[i].hash, b[i].hash) != 0)
			return false;
	return true;
}

bool
build_same_artifacts(const struct build *a, const struct build *b)
{
	return a->artifact_count > 0 &&
	       same_files(a->artifacts, a->artifact_count, b->artifacts,
		   b->artifact_count) &&
	       same_files(
		   a->objects, a->object_count, b->objects, b->object_count);
}
