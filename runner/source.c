#include "runner/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/path.h"

static enum err
from_file(struct source *out, const char *path, const char *from)
{
	struct buf text = BUF_INIT;
	enum err err = path_read(path, CONFIG_BYTES_MAX, &text);

	if (!err)
		err =
		    config_parse(&out->config, buf_text(&text), text.len, path);
	else if (err != ERR_NOTFOUND && err != ERR_NOMEM)
		err = err_fail(ERR_USAGE, "%s", err_text());
	if (!err)
		snprintf(out->from, sizeof out->from, "%s", from);
	buf_release(&text);
	return err;
}

static enum err
from_given(struct source *out, const char *path)
{
	enum err err = from_file(out, path, path);

	if (err == ERR_NOTFOUND)
		return err_fail(ERR_USAGE, "--config %s: no such file", path);
	out->trusted = !err;
	out->given = !err;
	return err;
}

static enum err
from_work_tree(struct source *out, const struct repo *repo)
{
	char *path = NULL;
	enum err err;

	if (!repo_workdir(repo))
		return ERR_NOTFOUND;
	err = path_join(&path, repo_workdir(repo), CONFIG_FILE);
	if (!err)
		err = from_file(out, path, "work tree");
	free(path);
	return err;
}

enum err
source_of_commit(
    struct source *out, struct repo *repo, const struct oid *commit)
{
	struct buf text = BUF_INIT;
	char where[64];
	enum err err =
	    repo_file(repo, commit, CONFIG_FILE, CONFIG_BYTES_MAX, &text);

	snprintf(where, sizeof where, "%s at %.10s", CONFIG_FILE, commit->hex);
	if (!err)
		err = config_parse(
		    &out->config, buf_text(&text), text.len, where);
	else if (err == ERR_LIMIT)
		err = err_fail(ERR_USAGE, "%s: %s", where, err_text());
	if (!err)
		snprintf(out->from, sizeof out->from, "%s", commit->hex);
	buf_release(&text);
	return err;
}

static enum err
none(void)
{
	return err_fail(ERR_USAGE,
	    "no " CONFIG_FILE " in the base commit, the head commit or the "
	    "work tree: tidemark init writes one");
}

enum err
source_for_gate(struct source *out, struct repo *repo, const char *file,
    const struct oid *base, const struct oid *head)
{
	enum err err;

	*out = (struct source){0};
	if (file)
		return from_given(out, file);
	err = source_of_commit(out, repo, base);
	if (!err)
		out->trusted = true;
	if (err == ERR_NOTFOUND)
		err = source_of_commit(out, repo, head);
	if (err == ERR_NOTFOUND)
		err = from_work_tree(out, repo);
	return err == ERR_NOTFOUND ? none() : err;
}

enum err
source_for_range(struct source *out, struct repo *repo, const char *file)
{
	struct commit head;
	enum err err;

	*out = (struct source){0};
	if (file)
		return from_given(out, file);
	err = from_work_tree(out, repo);
	if (err != ERR_NOTFOUND)
		return err;
	err = repo_commit(repo, "HEAD", &head);
	if (!err)
		err = source_of_commit(out, repo, &head.oid);
	return err == ERR_NOTFOUND ? none() : err;
}

enum err
source_build_command(const struct source *source, struct repo *repo,
    const struct oid *commit, struct source *own, const char **command)
{
	enum err err;

	*command = source->config->build.command;
	if (source->given)
		return ERR_OK;
	err = source_of_commit(own, repo, commit);
	if (err == ERR_NOTFOUND)
		return ERR_OK;
	if (!err)
		*command = own->config->build.command;
	return err;
}

void
source_release(struct source *source)
{
	config_free(source->config);
	*source = (struct source){0};
}
