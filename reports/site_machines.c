#include <math.h>

#include "core/base/clock.h"
#include "reports/phrases.h"
#include "reports/site_parts.h"
#include "reports/units.h"

/* The newest ones are shown. */
#define CHANGES_MAX 200

static void
put_term(struct buf *out, const char *name, const char *value)
{
	buf_puts(out, "<dt>");
	html_put(out, name);
	buf_puts(out, "</dt><dd>");
	html_put(out, value);
	buf_puts(out, "</dd>\n");
}

static void
put_days(struct site_job *job, const struct site_machine *machine)
{
	char first[CLOCK_DATE_SIZE], last[CLOCK_DATE_SIZE];

	clock_date(machine->first_s, first);
	clock_date(machine->last_s, last);
	buf_reset(&job->text);
	buf_printf(
	    &job->text, "%zu, from %.10s to %.10s", machine->runs, first, last);
	put_term(&job->out, "runs", buf_text(&job->text));
}

static void
put_noise(struct site_job *job, const struct site_machine *machine)
{
	buf_reset(&job->text);
	if (machine->noise_series) {
		units_percent(&job->text, machine->noise_median);
		buf_puts(&job->text, " in the middle, ");
		units_percent(&job->text, machine->noise_largest);
		buf_printf(&job->text, " at most, of %zu series",
		    machine->noise_series);
	} else {
		buf_puts(&job->text, "not known: too few controls");
	}
	put_term(&job->out, "equal builds differ by", buf_text(&job->text));
}

static void
put_changes(struct site_job *job, const struct site_machine *machine)
{
	static const struct html_column columns[] = {{"since", HTML_BY_TEXT},
	    {"fact", HTML_BY_TEXT}, {"before", HTML_BY_TEXT},
	    {"after", HTML_BY_TEXT}};
	size_t count = machine->change_count;
	size_t last = count > CHANGES_MAX ? count - CHANGES_MAX : 0;

	if (!count)
		return;
	html_table_begin(&job->out, "What changed on it, newest first", columns,
	    sizeof columns / sizeof *columns, false);
	for (size_t i = count; i-- > last;) {
		const struct site_fact_change *change = &machine->changes[i];

		html_row_begin(&job->out, NULL);
		site_cell_date(job, change->time_s);
		html_cell(&job->out, change->name);
		html_cell(&job->out, phrase_or_dash(change->before));
		html_cell(&job->out, phrase_or_dash(change->after));
		html_row_end(&job->out);
	}
	html_table_end(&job->out);
}

static void
make_machines(struct site_job *job, const void *what)
{
	const struct site *site = what;

	site_begin(job, "Machines", "", "machines.html");
	for (size_t i = 0; i < site->machine_count; i++) {
		const struct site_machine *machine = &site->machines[i];

		html_heading(&job->out, 2, NULL, machine->key);
		buf_puts(&job->out, "<dl>\n");
		put_days(job, machine);
		put_noise(job, machine);
		for (size_t f = 0; f < machine->fact_count; f++)
			put_term(&job->out, machine->facts[f].name,
			    machine->facts[f].value);
		buf_puts(&job->out, "</dl>\n");
		put_changes(job, machine);
	}
	site_end(job);
}

enum err
site_machines(struct site_job *job)
{
	return site_page(job, "machines.html", "", make_machines, job->site);
}
