#include <math.h>

#include "runner/accept.h"
#include "runner/accept_file.h"
#include "runner/trending_parts.h"

/* The commit that a point of the line is of; the branch has the newest first.
 */
static struct oid
oid_of(const struct trending *t, const struct history_line *line, size_t index)
{
	return t->commits[t->commit_count - 1 - line->points[index].commit].oid;
}

/* Make one worsening acknowledged where an entry covers it. */
static enum err
ask(struct trending *t, const struct config_accept *file,
    const struct trend_series *series, size_t i)
{
	const struct history_line *line = series->line;
	const struct trend_change *change = &series->trend->changes[i];
	struct trend_alert *alert =
	    &t->alerts[series->alerts - t->alerts + (ptrdiff_t)i];
	const struct config_accept_entry *entry = NULL;
	/* A change divides its epoch, so there is a point before it. */
	const struct accept_change wanted = {
	    .name = line->epochs[change->epoch].name,
	    .before = oid_of(t, line, change->index - 1),
	    .commit = oid_of(t, line, change->index),
	    .ratio_low = change->ratio_low,
	    .value = trend_level_at(series->trend, line, i),
	};
	enum err err =
	    accept_covers(t->app->repo, file, &t->commits[0], &wanted, &entry);

	if (err || !entry)
		return err;
	alert->state = TREND_ACKNOWLEDGED;
	alert->note = trending_text(t, "%s (%s, until %s)", entry->reason,
	    entry->author, entry->expires);
	return alert->note ? ERR_OK : ERR_NOMEM;
}

enum err
trending_accept(struct trending *t)
{
	struct config_accept *file = NULL;
	enum err err =
	    accept_file_of_commit(&file, t->app->repo, &t->commits[0].oid);

	if (err == ERR_NOTFOUND)
		return ERR_OK;
	for (size_t i = 0; !err && i < t->line_count; i++)
		for (size_t k = 0; !err && k < t->trends[i].count; k++)
			if (t->trends[i].changes[k].ratio > 1 &&
			    t->series[i].alerts[k].state != TREND_RESOLVED)
				err = ask(t, file, &t->series[i], k);
	config_accept_free(file);
	return err;
}
