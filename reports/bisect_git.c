#include <stdbool.h>

#include "reports/bisect_parts.h"
#include "reports/escape.h"

#define SUBJECT_MAX 1000

/* git's own words, or ours where what got faster was searched for: then git's
 * "bad" commits would be the good ones. */
struct words {
	const char *good;
	const char *bad;
	const char *terms; /* of `git bisect start` */
};

static const struct words searched = {"good", "bad", ""};
static const struct words improved = {
    "worse", "better", " '--term-new=better' '--term-old=worse'"};

struct log {
	const struct bisect_range *range;
	const struct bisect_answer *answer;
	const struct words *words;
	struct buf out;
};

/* "# first bad commit: [oid] subject". A subject of several lines would hold
 * commands: term_text() leaves one. */
static void
put_comment(struct log *log, const char *before, const char *word,
    const char *after, size_t place)
{
	const struct bisect_commit *commit = &log->range->commits[place];

	buf_printf(
	    &log->out, "# %s%s%s: [%s] ", before, word, after, commit->oid);
	term_text(&log->out, commit->subject, SUBJECT_MAX);
	buf_putc(&log->out, '\n');
}

static void
put_command(struct log *log, const char *verb, size_t place)
{
	put_comment(log, "", verb, "", place);
	buf_printf(&log->out, "git bisect %s %s\n", verb,
	    log->range->commits[place].oid);
}

/* The last commit that is bad for certain: where a later one is as good again
 * as before, what lies behind the culprit may be either. */
static size_t
bad_end(const struct bisect_answer *answer)
{
	return answer->reverted ? answer->last : answer->bad;
}

/* A range is first-parent history, so the search in it is one too: else git
 * would ask for what a merge brought. */
static void
put_start(struct log *log)
{
	const struct bisect_commit *commits = log->range->commits;
	size_t good = log->answer->good;
	size_t bad = bad_end(log->answer);

	put_comment(log, "", log->words->bad, "", bad);
	put_comment(log, "", log->words->good, "", good);
	buf_printf(&log->out, "git bisect start '--first-parent'%s '%s' '%s'\n",
	    log->words->terms, commits[bad].oid, commits[good].oid);
}

/* What is built of an innocent commit is its parent's. */
static bool
is_broken(const struct log *log, size_t place)
{
	while (place > log->answer->good && log->range->commits[place].innocent)
		place--;
	return log->range->commits[place].broken != NULL;
}

/* The measured commits whose side is certain. Those beside the culprit close
 * the search, so they are given whether or not they were measured: the one
 * before it may be innocent, and measured as its parent. */
static void
put_sides(struct log *log)
{
	const struct bisect_answer *answer = log->answer;
	size_t bad = bad_end(answer);

	for (size_t i = 0; i < answer->level_count; i++) {
		size_t place = answer->levels[i].place;

		if (place > answer->good && place + 1 < answer->first)
			put_command(log, log->words->good, place);
		else if (place > answer->last && place < bad)
			put_command(log, log->words->bad, place);
	}
	if (answer->first - 1 > answer->good)
		put_command(log, log->words->good, answer->first - 1);
	if (answer->last < bad)
		put_command(log, log->words->bad, answer->last);
	for (size_t i = answer->first; i < answer->last; i++)
		if (is_broken(log, i))
			put_command(log, "skip", i);
}

static void
put_end(struct log *log)
{
	const struct bisect_answer *answer = log->answer;
	const char *bad = log->words->bad;

	if (bisect_culprit(log->range, answer)) {
		put_comment(log, "first ", bad, " commit", answer->first);
	} else if (bisect_is_hidden(log->range, answer)) {
		buf_puts(&log->out, "# only skipped commits left to test\n");
		for (size_t i = answer->last; i >= answer->first; i--)
			put_comment(log, "possible first ", bad, " commit", i);
	}
}

enum err
bisect_render_git(const struct bisect_report *report,
    const struct render_options *options, FILE *file)
{
	struct log log = {.words = report->improvement ? &improved : &searched,
	    .out = BUF_INIT};
	enum err err;

	(void)options;
	if (report->range_count && report->ranges[0].answer_count) {
		log.range = &report->ranges[0];
		log.answer = &log.range->answers[0];
	}
	if (log.answer && bisect_is_placed(log.answer)) {
		put_start(&log);
		put_sides(&log);
		put_end(&log);
	} else {
		buf_printf(&log.out, "# %s: no %s commit\n",
		    bisect_status_name(
			log.answer ? log.answer->status : BISECT_TOO_NOISY),
		    log.words->bad);
	}
	err = bisect_write(&log.out, file);
	buf_release(&log.out);
	return err;
}
