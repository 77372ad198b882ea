#include "runner/turn.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/child.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "runner/adapter.h"
#include "runner/sandbox.h"

#define LOG_LINES_SHOWN 12

struct process {
	const struct turn *turn;
	const struct adapter *adapter;
	void *state;
	bool counts; /* its readings are kept; a warm-up's are not */
};

static enum err
take_reading(void *ctx, const struct reading *reading)
{
	struct process *process = ctx;

	if (!process->counts)
		return ERR_OK;
	return tracks_take(process->turn->tracks, reading);
}

static enum err
take_output(void *ctx, const char *data, size_t len)
{
	struct process *process = ctx;

	if (!process->adapter->feed)
		return ERR_OK;
	return process->adapter->feed(process->state, data, len);
}

/* The log's name must not be steered by the benchmark's. */
static enum err
log_path(const struct turn *turn, char **out)
{
	const char *name = turn->benchmark->name;
	enum err err = path_format(out, "%s/bench-%.60s-%s.log", turn->logs,
	    name, side_name(turn->side));

	if (err)
		return err;
	for (char *c = *out + strlen(turn->logs) + 1; *c; c++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
			    "XYZ0123456789-_.",
			*c))
			*c = '_';
	return ERR_OK;
}

static enum err
write_log(const struct turn *turn, const struct child_result *result,
    char **path, struct buf *text)
{
	enum err err = log_path(turn, path);

	buf_puts(text, "--- standard output\n");
	if (!err)
		err = capture_text(&result->out, text);
	buf_puts(text, "\n--- standard error\n");
	if (!err)
		err = capture_text(&result->err, text);
	if (!err)
		err = buf_err(text);
	return err ? err : path_write(*path, buf_text(text), text->len);
}

/* Say of `code`, whose text is `why`, whose process it was and what it wrote
 * last. `why` may quote its command and its output, line breaks included. */
static enum err
blame(const struct turn *turn, const struct child_result *result, enum err code,
    const char *why)
{
	struct buf text = BUF_INIT;
	struct buf log = BUF_INIT;
	struct buf last = BUF_INIT;
	char *path = NULL;
	enum err err;

	buf_printf(&text, "%s side: ", side_name(turn->side));
	text_quote(&text, why);
	err = write_log(turn, result, &path, &log);
	if (err)
		goto out;
	if (result->err.total)
		err = capture_text(&result->err, &last);
	else if (code == ERR_CHILD)
		err = capture_text(&result->out, &last);
	if (err)
		goto out;
	capture_quote_last(&text, buf_text(&last), LOG_LINES_SHOWN);
	buf_printf(&text, "\nlog: %s%s", path,
	    sandbox_hint(environment_sandbox(turn->environment)));
	err = buf_err(&text);
	if (!err)
		err = err_fail(code, "%s", buf_text(&text));
out:
	buf_release(&text);
	buf_release(&log);
	buf_release(&last);
	free(path);
	return err;
}

static const char *
turn_command(const struct turn *turn)
{
	return turn->command ? turn->command : turn->benchmark->command;
}

static enum err
judge_end(struct process *process, const struct child_result *result)
{
	struct buf how = BUF_INIT;
	enum err err;

	if (child_ok(result))
		return process->adapter->end(process->state, result);
	child_describe(result, &how);
	err = err_fail(
	    ERR_CHILD, "%s: %s", turn_command(process->turn), buf_text(&how));
	buf_release(&how);
	return err;
}

static enum err
run_process(struct turn *turn, bool counts)
{
	struct process process = {.turn = turn,
	    .adapter = adapter_find(turn->benchmark->format),
	    .counts = counts};
	const struct adapter_context context = {
	    .name = turn->benchmark->name,
	    .emit = take_reading,
	    .ctx = &process,
	};
	struct child_spec spec = {
	    .shell = turn_command(turn),
	    .cwd = turn->tree,
	    .env = environment_list(turn->environment),
	    .timeout_ns = turn->benchmark->timeout_ns,
	    .conditions = turn->conditions,
	    .on_stdout = take_output,
	    .ctx = &process,
	};
	struct child_result result;
	enum err err = process.adapter->open(&process.state, &context);

	if (err)
		return err;
	sandbox_shut_in(
	    environment_sandbox(turn->environment), turn->room, &spec);
	tracks_process_begin(turn->tracks);
	err = child_run(&spec, &result);
	turn->processes++;
	turn->children_ns += result.wall_ns;
	if (!err)
		err = judge_end(&process, &result);
	if (err == ERR_CHILD || err == ERR_PARSE || err == ERR_LIMIT)
		err = blame(turn, &result, err, err_text());
	process.adapter->close(process.state);
	child_result_release(&result);
	return err;
}

enum err
turn_run(struct turn *turn)
{
	const struct sandbox_stay stay = {
	    .tree = turn->tree, .conditions = turn->conditions};
	enum err err = sandbox_enter(
	    environment_sandbox(turn->environment), &stay, &turn->room);

	tracks_turn_begin(turn->tracks, turn->side);
	for (unsigned i = 0; !err && i < turn->benchmark->warmup; i++)
		err = run_process(turn, false);
	for (unsigned i = 0; !err && i < turn->benchmark->repetitions; i++)
		err = run_process(turn, true);
	if (!err)
		tracks_turn_end(turn->tracks);
	room_close(turn->room);
	turn->room = NULL;
	return err;
}
