#include "runner/doctor_report.h"

#include <string.h>

#include "core/base/json.h"
#include "reports/escape.h"

#define SGR_OFF "\x1b[0m"

static const char *const colours[DOCTOR_VERDICT_COUNT] = {
    [DOCTOR_BAD] = "\x1b[1;31m",
    [DOCTOR_FAIR] = "\x1b[33m",
    [DOCTOR_UNKNOWN] = "\x1b[36m",
    [DOCTOR_GOOD] = "\x1b[32m",
};

/* The longest verdict is "unknown". */
#define VERDICT_WIDTH 7

static int
name_width(const struct doctor *doctor)
{
	size_t width = 0;

	for (size_t i = 0; i < doctor->count; i++)
		if (strlen(doctor->findings[i].name) > width)
			width = strlen(doctor->findings[i].name);
	return (int)width;
}

static void
put_finding(struct buf *page, const struct doctor_finding *finding, int width,
    const struct doctor_report_options *options)
{
	bool concerns =
	    finding->verdict == DOCTOR_BAD || finding->verdict == DOCTOR_FAIR;

	buf_puts(page, options->colour ? colours[finding->verdict] : "");
	buf_printf(
	    page, "%-*s", VERDICT_WIDTH, doctor_verdict_name(finding->verdict));
	buf_puts(page, options->colour ? SGR_OFF : "");
	buf_printf(page, "  %-*s  ", width, finding->name);
	if (*finding->value)
		term_text(page, finding->value, ESCAPE_WHOLE);
	else
		buf_puts(page, "not told");
	buf_putc(page, '\n');
	if (concerns || options->verbose)
		buf_printf(page, "%*s%s\n", VERDICT_WIDTH + 2 + width + 2, "",
		    finding->effect);
	if (finding->remedy)
		buf_printf(page, "%*stry: %s\n", VERDICT_WIDTH + 2 + width + 2,
		    "", finding->remedy);
}

enum err
doctor_report_text(const struct doctor *doctor,
    const struct doctor_report_options *options, FILE *file)
{
	struct buf page = BUF_INIT;
	int width = name_width(doctor);
	enum err err;

	for (size_t i = 0; i < doctor->count; i++)
		put_finding(&page, &doctor->findings[i], width, options);
	buf_printf(&page, "\ninstruction counts: %s\n",
	    counting_source_name(doctor->counting));
	doctor_sum(doctor, &page);
	buf_putc(&page, '\n');
	err = buf_err(&page);
	if (!err && fwrite(page.data, 1, page.len, file) != page.len)
		err = err_fail(ERR_IO, "the findings cannot be written");
	buf_release(&page);
	return err;
}

static void
put_json_finding(
    struct json_writer *writer, const struct doctor_finding *finding)
{
	json_object_begin(writer);
	json_member_text(writer, "name", finding->name);
	json_member_text(
	    writer, "value", *finding->value ? finding->value : NULL);
	json_member_text(
	    writer, "verdict", doctor_verdict_name(finding->verdict));
	json_member_text(writer, "effect", finding->effect);
	json_member_text(writer, "remedy", finding->remedy);
	json_object_end(writer);
}

enum err
doctor_report_json(const struct doctor *doctor, FILE *file)
{
	struct json_writer writer;

	json_writer_init(&writer, file);
	json_object_begin(&writer);
	json_member_text(&writer, "schema", "tidemark.doctor/1");
	json_member_text(&writer, "version", TIDEMARK_VERSION);
	json_member_text(
	    &writer, "fitness", doctor_fitness_name(doctor->fitness));
	json_member_text(
	    &writer, "counting", counting_source_name(doctor->counting));
	json_key(&writer, "findings");
	json_array_begin(&writer);
	for (size_t i = 0; i < doctor->count; i++)
		put_json_finding(&writer, &doctor->findings[i]);
	json_array_end(&writer);
	json_object_end(&writer);
	return json_writer_end(&writer);
}
