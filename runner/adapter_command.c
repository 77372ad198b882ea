#include "core/base/clock.h"
#include "runner/adapter_rows.h"

/* The process itself is the repetition; what it prints is not looked at. */

static enum err
open_command(void **state, const struct adapter_context *context)
{
	*state = (void *)context;
	return ERR_OK;
}

static enum err
emit(const struct adapter_context *context, const char *metric, int64_t value)
{
	struct metric row = metric_find(metric);
	const struct reading reading = {
	    .series = {context->name, row.name, row.unit, row.direction},
	    .value = (double)value,
	};

	return context->emit(context->ctx, &reading);
}

static enum err
end_command(void *state, const struct child_result *result)
{
	const struct adapter_context *context = state;
	int64_t cpu_ns = result->user_ns + result->sys_ns;
	const struct {
		const char *metric;
		int64_t value;
	} rows[] = {
	    {"real_time", result->wall_ns},
	    {"cpu_time", cpu_ns},
	    {"user_time", result->user_ns},
	    {"sys_time", result->sys_ns},
	    {"max_rss", result->max_rss_bytes},
	};
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < sizeof rows / sizeof rows[0]; i++)
		err = emit(context, rows[i].metric, rows[i].value);
	return err;
}

static void
close_command(void *state)
{
	(void)state;
}

const struct adapter adapter_command = {
    .name = "command",
    .summary = "the process is the repetition: its times and peak memory",
    .open = open_command,
    .feed = NULL,
    .end = end_command,
    .close = close_command,
};
