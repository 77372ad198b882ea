#include "reports/openmetrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "reports/escape.h"

#define NUMBER_SIZE 32

static void
raw(struct openmetrics_writer *metrics, const char *text)
{
	if (!metrics->err && fputs(text, metrics->file) == EOF)
		metrics->err = err_fail(ERR_IO, "cannot write metrics");
}

void
openmetrics_init(struct openmetrics_writer *metrics, FILE *file)
{
	*metrics = (struct openmetrics_writer){.file = file, .text = BUF_INIT};
}

void
openmetrics_family(
    struct openmetrics_writer *metrics, const struct openmetrics_family *family)
{
	metrics->family = family;
	metrics->told = false;
}

static void
put_line(struct openmetrics_writer *metrics, const char *kind, const char *text)
{
	raw(metrics, "# ");
	raw(metrics, kind);
	raw(metrics, " ");
	raw(metrics, metrics->family->name);
	raw(metrics, " ");
	raw(metrics, text);
	raw(metrics, "\n");
}

static void
put_family(struct openmetrics_writer *metrics)
{
	static const char *const types[] = {
	    [OPENMETRICS_GAUGE] = "gauge",
	    [OPENMETRICS_INFO] = "info",
	    [OPENMETRICS_STATESET] = "stateset",
	};

	put_line(metrics, "TYPE", types[metrics->family->type]);
	if (metrics->family->unit)
		put_line(metrics, "UNIT", metrics->family->unit);
	put_line(metrics, "HELP", metrics->family->help);
	metrics->told = true;
}

/* Of what the format escapes, term_text() leaves quotes and backslashes. */
static void
put_label(struct openmetrics_writer *metrics,
    const struct openmetrics_label *label, const char *before)
{
	raw(metrics, before);
	raw(metrics, label->name);
	raw(metrics, "=\"");
	buf_reset(&metrics->text);
	term_text(&metrics->text, label->value, ESCAPE_WHOLE);
	for (const char *at = buf_text(&metrics->text); *at; at++) {
		char piece[] = {'\\', *at, '\0'};

		raw(metrics, *at == '"' || *at == '\\' ? piece : piece + 1);
	}
	if (!metrics->err)
		metrics->err = buf_err(&metrics->text);
	raw(metrics, "\"");
}

static void
format_value(double value, char out[NUMBER_SIZE])
{
	if (isnan(value))
		snprintf(out, NUMBER_SIZE, "NaN");
	else if (isinf(value))
		snprintf(out, NUMBER_SIZE, value > 0 ? "+Inf" : "-Inf");
	else
		json_format_number(value, out, NUMBER_SIZE);
}

void
openmetrics_sample(struct openmetrics_writer *metrics,
    const struct openmetrics_label *labels, double value)
{
	const char *before = "{";
	char number[NUMBER_SIZE];

	if (!metrics->told)
		put_family(metrics);
	raw(metrics, metrics->family->name);
	if (metrics->family->type == OPENMETRICS_INFO)
		raw(metrics, "_info");
	for (; labels->name; labels++) {
		if (!labels->value || !*labels->value)
			continue;
		put_label(metrics, labels, before);
		before = ",";
	}
	format_value(value, number);
	raw(metrics, *before == ',' ? "} " : " ");
	raw(metrics, number);
	raw(metrics, "\n");
}

void
openmetrics_state(struct openmetrics_writer *metrics,
    struct openmetrics_label *labels, const char *state, bool is_in)
{
	for (struct openmetrics_label *label = labels; label->name; label++)
		if (strcmp(label->name, metrics->family->name) == 0)
			label->value = state;
	openmetrics_sample(metrics, labels, is_in);
}

enum err
openmetrics_finish(struct openmetrics_writer *metrics)
{
	raw(metrics, "# EOF\n");
	if (!metrics->err && fflush(metrics->file) == EOF)
		metrics->err = err_fail(ERR_IO, "cannot write metrics");
	buf_release(&metrics->text);
	return metrics->err;
}

/* ---- series ---- */

struct seen {
	char *text;
	size_t index;
};

static int
compare_seen(const void *a, const void *b)
{
	const struct seen *x = a;
	const struct seen *y = b;
	int order = strcmp(x->text, y->text);

	return order ? order : (x->index > y->index) - (x->index < y->index);
}

/* What is made visible holds no line break: that parts the three. */
static enum err
see(struct seen *seen, const struct openmetrics_name *name)
{
	const char *const parts[] = {name->base, name->benchmark, name->metric};
	struct buf text = BUF_INIT;
	enum err err;

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		term_text(&text, parts[i] ? parts[i] : "", ESCAPE_WHOLE);
		buf_putc(&text, '\n');
	}
	err = buf_steal(&text, &seen->text);
	buf_release(&text);
	return err;
}

static void
number_copies(const struct seen *seen, size_t count,
    char (*copies)[OPENMETRICS_COPY_SIZE])
{
	size_t copy = 0;

	for (size_t i = 0; i < count; i++) {
		char *out = copies[seen[i].index];

		copy = i && strcmp(seen[i - 1].text, seen[i].text) == 0
			   ? copy + 1
			   : 1;
		*out = '\0';
		if (copy > 1)
			snprintf(out, OPENMETRICS_COPY_SIZE, "%zu", copy);
	}
}

enum err
openmetrics_copies(const struct openmetrics_name *names, size_t count,
    char (*copies)[OPENMETRICS_COPY_SIZE])
{
	struct seen *seen = calloc(count + 1, sizeof *seen);
	enum err err = ERR_OK;

	if (!seen)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < count; i++) {
		seen[i].index = i;
		err = see(&seen[i], &names[i]);
	}
	if (!err) {
		qsort(seen, count, sizeof *seen, compare_seen);
		number_copies(seen, count, copies);
	}
	for (size_t i = 0; i < count; i++)
		free(seen[i].text);
	free(seen);
	return err;
}

enum openmetrics_quantity
openmetrics_quantity(const char *unit_name, double *divisor)
{
	static const struct {
		const char *name;
		double divisor;
		enum openmetrics_quantity quantity;
	} units[] = {
	    {"ns", 1e9, OPENMETRICS_SECONDS},
	    {"us", 1e6, OPENMETRICS_SECONDS},
	    {"ms", 1e3, OPENMETRICS_SECONDS},
	    {"s", 1, OPENMETRICS_SECONDS},
	    {"bytes", 1, OPENMETRICS_BYTES},
	    {"1/s", 1, OPENMETRICS_PER_SECOND},
	};

	*divisor = 1;
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (strcmp(units[i].name, unit_name) == 0) {
			*divisor = units[i].divisor;
			return units[i].quantity;
		}
	return OPENMETRICS_OTHER;
}
