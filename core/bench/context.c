#include "core/bench/context.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

void
context_text(struct context *context, const char *key, const char *value)
{
	assert(context->n < CONTEXT_MAX);
	context->pairs[context->n++] = (struct row_context){key, value};
}

void
context_number(struct context *context, const char *key, uint64_t value)
{
	char *number;

	assert(context->n < CONTEXT_MAX);
	number = context->numbers[context->n];
	(void)snprintf(number, sizeof context->numbers[0], "%" PRIu64, value);
	context_text(context, key, number);
}

void
context_stream(struct context *context, const struct stream *stream)
{
	const struct stream_plan *plan = &stream->plan;

	/* A trace has no seed: naming one would say that it can be drawn. */
	if (!plan->mix) {
		context_text(context, "trace", stream->name);
		return;
	}
	context_text(context, "mix", plan->mix->name);
	context_number(context, "seed", plan->seed);
	if (plan->live)
		context_number(context, "live", plan->live);
}
