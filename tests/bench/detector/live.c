#include "tests/bench/detector/live.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/child.h"
#include "core/base/clock.h"

#define UNITS 1000 /* without a change */
#define REPETITIONS 7
#define PADDING_MAX 4096
#define PADDING_NAME "PADDING="
#define TIMEOUT (60 * CLOCK_NS_PER_S)

size_t
live_padding(struct rng *rng)
{
	return (size_t)rng_below(rng, PADDING_MAX);
}

/* Seven lines with a whole number each. */
static enum err
read_times(const char *text, double times[REPETITIONS])
{
	for (size_t i = 0; i < REPETITIONS; i++) {
		char *end;
		intmax_t ns;

		errno = 0;
		ns = strtoimax(text, &end, 10);
		if (end == text || errno || ns <= 0 || *end != '\n')
			return err_fail(ERR_CHILD,
			    "the workload's output: expected %d times",
			    REPETITIONS);
		times[i] = (double)ns;
		text = end + 1;
	}
	return ERR_OK;
}

static void
summarize(double times[REPETITIONS], struct live_times *out)
{
	double sum = 0;

	for (size_t i = 0; i < REPETITIONS; i++)
		sum += times[i];
	out->figures[RECORDED_MEAN] = (int64_t)(sum / REPETITIONS);
	out->figures[RECORDED_MEDIAN] =
	    (int64_t)median_in_place(times, REPETITIONS);
	out->figures[RECORDED_MIN] = (int64_t)times[0]; /* sorted now */
}

static enum err
take(const struct child_spec *spec, struct live_times *out)
{
	struct child_result result;
	struct buf text = BUF_INIT;
	double times[REPETITIONS];
	enum err err = child_run(spec, &result);

	if (!err && !child_ok(&result)) {
		child_describe(&result, &text);
		err = err_fail(
		    ERR_CHILD, "%s: %s", spec->argv[0], buf_text(&text));
		buf_reset(&text);
	}
	if (!err)
		err = capture_text(&result.out, &text);
	if (!err)
		err = read_times(buf_text(&text), times);
	if (!err)
		summarize(times, out);
	buf_release(&text);
	child_result_release(&result);
	return err;
}

enum err
live_run(const struct live *live, enum side side, double change, size_t padding,
    struct live_times *out)
{
	char pad[sizeof PADDING_NAME + PADDING_MAX] = PADDING_NAME;
	struct buf units = BUF_INIT;
	const char *const env[] = {pad, NULL};
	enum err err;

	memset(pad + strlen(pad), 'x', padding < PADDING_MAX ? padding : 0);
	buf_printf(&units, "%.0f", round(UNITS * (1 + change)));
	err = buf_err(&units);
	if (!err) {
		const char *const argv[] = {live->programs[side],
		    live->workload, buf_text(&units), NULL};
		const struct child_spec spec = {
		    .argv = argv, .env = env, .timeout_ns = TIMEOUT};

		err = take(&spec, out);
	}
	buf_release(&units);
	return err;
}
