#include <stdlib.h>
#include <string.h>

#include "runner/adapter_rows.h"

/* The first byte that is not white space tells the format. */
static const struct {
	char first;
	const struct adapter *adapter;
} formats[] = {
    {'{', &adapter_google},
};

struct guess {
	const struct adapter_context *context;
	const struct adapter *adapter; /* NULL: not known yet */
	void *state;
};

static enum err
open_auto(void **state, const struct adapter_context *context)
{
	struct guess *guess = calloc(1, sizeof *guess);

	if (!guess)
		return err_fail(ERR_NOMEM, "out of memory");
	guess->context = context;
	*state = guess;
	return ERR_OK;
}

static enum err
unknown(const struct guess *guess, const char *what)
{
	return err_fail(ERR_PARSE,
	    "output of %s: %s; give the benchmark a format: google or command",
	    guess->context->name, what);
}

static enum err
choose(struct guess *guess, char first)
{
	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
		const struct adapter *adapter = formats[i].adapter;
		enum err err;

		if (formats[i].first != first)
			continue;
		err = adapter->open(&guess->state, guess->context);
		if (!err)
			guess->adapter = adapter;
		return err;
	}
	return unknown(guess, "not a format that is known");
}

static enum err
feed_auto(void *state, const char *data, size_t len)
{
	struct guess *guess = state;
	enum err err;

	while (!guess->adapter && len && strchr(" \t\r\n", *data) && *data) {
		data++;
		len--;
	}
	if (!len)
		return ERR_OK;
	if (!guess->adapter) {
		err = choose(guess, *data);
		if (err)
			return err;
	}
	return guess->adapter->feed(guess->state, data, len);
}

static enum err
end_auto(void *state, const struct child_result *result)
{
	struct guess *guess = state;

	if (!guess->adapter)
		return unknown(guess, "nothing printed");
	return guess->adapter->end(guess->state, result);
}

static void
close_auto(void *state)
{
	struct guess *guess = state;

	if (guess->adapter)
		guess->adapter->close(guess->state);
	free(guess);
}

const struct adapter adapter_auto = {
    .name = "auto",
    .summary = "told from what is printed",
    .open = open_auto,
    .feed = feed_auto,
    .end = end_auto,
    .close = close_auto,
};
