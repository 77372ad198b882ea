#include "tests/support/git_fixture.h"

#include <criterion/criterion.h>
#include <fts.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/hash.h"
#include "core/base/path.h"

#define ARGS_MAX 24
#define FIRST_COMMIT_S 1700000000

extern char **environ;

/* The leak checker's, where the program is built with one. */
extern void __lsan_disable(void) __attribute__((weak));
extern void __lsan_enable(void) __attribute__((weak));

void
fixture_leaks_begin(void)
{
	if (__lsan_disable)
		__lsan_disable();
}

void
fixture_leaks_end(void)
{
	if (__lsan_enable)
		__lsan_enable();
}

static void
must(bool fine, const char *what)
{
	cr_assert(fine, "%s: %s", what, err_text());
}

char *
fixture_path(const struct fixture *fixture, const char *name)
{
	char *path = NULL;

	must(path_join(&path, fixture->root, name) == ERR_OK, name);
	return path;
}

static void
set_environment(const struct fixture *fixture)
{
	static const char *const gone[] = {"GIT_DIR", "GIT_WORK_TREE",
	    "GIT_INDEX_FILE", "XDG_CONFIG_HOME", "SUDO_UID"};
	char *home = fixture_path(fixture, "home");

	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		unsetenv(gone[i]);
	must(mkdir(home, 0777) == 0, home);
	setenv("HOME", home, 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_CONFIG_SYSTEM", "/dev/null", 1);
	setenv("GIT_AUTHOR_NAME", "Ann Author", 1);
	setenv("GIT_AUTHOR_EMAIL", "ann@example.org", 1);
	setenv("GIT_COMMITTER_NAME", "Col Committer", 1);
	setenv("GIT_COMMITTER_EMAIL", "col@example.org", 1);
	free(home);
}

void
fixture_init(struct fixture *fixture)
{
	const char *base = getenv("TMPDIR");
	char *template = NULL;

	must(path_join(&template, base ? base : "/tmp",
		 "tidemark-test-XXXXXX") == ERR_OK,
	    "mkdtemp");
	must(mkdtemp(template) != NULL, template);
	fixture->root = realpath(template, NULL);
	free(template);
	set_environment(fixture);
	fixture->repo = fixture_path(fixture, "repo");
	fixture_git(
	    fixture->root, "init", "-q", "-b", "main", fixture->repo, NULL);
}

void
fixture_release(struct fixture *fixture)
{
	must(path_remove(fixture->root) == ERR_OK, fixture->root);
	free(fixture->repo);
	free(fixture->root);
}

static void
collect(const char **argv, const char *dir, va_list args)
{
	size_t count = 0;
	const char *arg;

	argv[count++] = "git";
	argv[count++] = "-C";
	argv[count++] = dir;
	while ((arg = va_arg(args, const char *))) {
		cr_assert(count < ARGS_MAX - 1);
		argv[count++] = arg;
	}
	argv[count] = NULL;
}

static void
run(const char **argv, struct buf *out)
{
	posix_spawn_file_actions_t actions;
	char chunk[4096];
	int status = -1;
	int ends[2];
	ssize_t got;
	pid_t pid;

	must(pipe(ends) == 0, "pipe");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&actions, ends[0]);
	posix_spawn_file_actions_addclose(&actions, ends[1]);
	must(posix_spawnp(&pid, "git", &actions, NULL, (char *const *)argv,
		 environ) == 0,
	    "git");
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	while ((got = read(ends[0], chunk, sizeof chunk)) > 0)
		buf_append(out, chunk, (size_t)got);
	close(ends[0]);
	must(waitpid(pid, &status, 0) == pid, "git");
	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0,
	    "git %s failed in %s", argv[3], argv[2]);
}

void
fixture_git(const char *dir, ...)
{
	const char *argv[ARGS_MAX];
	struct buf out = BUF_INIT;
	va_list args;

	va_start(args, dir);
	collect(argv, dir, args);
	va_end(args);
	run(argv, &out);
	buf_release(&out);
}

char *
fixture_git_text(const char *dir, ...)
{
	const char *argv[ARGS_MAX];
	struct buf out = BUF_INIT;
	char *text = NULL;
	va_list args;

	va_start(args, dir);
	collect(argv, dir, args);
	va_end(args);
	run(argv, &out);
	if (out.len && out.data[out.len - 1] == '\n')
		buf_truncate(&out, out.len - 1);
	must(buf_steal(&out, &text) == ERR_OK, "git");
	return text;
}

void
fixture_write_bytes(
    const char *dir, const char *name, const void *data, size_t len)
{
	char *path = NULL;
	char *slash;
	FILE *file;

	must(path_join(&path, dir, name) == ERR_OK, name);
	slash = strrchr(path, '/');
	*slash = '\0';
	must(path_mkdirs(path) == ERR_OK, path);
	*slash = '/';
	file = fopen(path, "we");
	must(file != NULL, path);
	must(fwrite(data, 1, len, file) == len, path);
	must(fclose(file) == 0, path);
	free(path);
}

void
fixture_write(const char *dir, const char *name, const char *text)
{
	fixture_write_bytes(dir, name, text, strlen(text));
}

char *
fixture_read(const char *dir, const char *name)
{
	struct buf text = BUF_INIT;
	char *path = NULL;
	char *out = NULL;

	must(path_join(&path, dir, name) == ERR_OK, name);
	must(path_read(path, 1u << 24, &text) == ERR_OK, path);
	must(buf_steal(&text, &out) == ERR_OK, path);
	free(path);
	return out;
}

void
fixture_commit(const char *dir, const char *message)
{
	static int count;
	char date[32];

	(void)snprintf(
	    date, sizeof date, "%d +0000", FIRST_COMMIT_S + 60 * count++);
	setenv("GIT_AUTHOR_DATE", date, 1);
	setenv("GIT_COMMITTER_DATE", date, 1);
	fixture_git(dir, "add", "-A", NULL);
	fixture_git(dir, "commit", "-q", "--allow-empty", "-m", message, NULL);
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void
list_entry(struct buf *out, const FTSENT *entry, size_t root_len, bool times)
{
	const struct stat *st = entry->fts_statp;
	char content[4096] = "";

	if (S_ISREG(st->st_mode))
		must(hash_file(entry->fts_accpath, content) == ERR_OK, "hash");
	else if (S_ISLNK(st->st_mode))
		must(readlink(
			 entry->fts_accpath, content, sizeof content - 1) >= 0,
		    "readlink");
	buf_printf(out, "%s %o %s", entry->fts_path + root_len,
	    (unsigned)st->st_mode, content);
	if (times)
		buf_printf(out, " %lld.%09ld", (long long)st->st_mtim.tv_sec,
		    st->st_mtim.tv_nsec);
	buf_putc(out, '\n');
}

char *
fixture_listing(const char *dir, bool with_git, bool times)
{
	char *paths[] = {strdup(dir), NULL};
	FTS *fts = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	struct buf out = BUF_INIT;
	char *text = NULL;
	FTSENT *entry;

	must(fts != NULL, dir);
	while ((entry = fts_read(fts))) {
		cr_assert(
		    entry->fts_info != FTS_ERR && entry->fts_info != FTS_DNR,
		    "%s", entry->fts_path);
		if (entry->fts_info == FTS_DP)
			continue;
		if (!with_git && strcmp(entry->fts_name, ".git") == 0) {
			fts_set(fts, entry, FTS_SKIP);
			continue;
		}
		list_entry(&out, entry, strlen(dir), times);
	}
	fts_close(fts);
	free(paths[0]);
	must(buf_steal(&out, &text) == ERR_OK, dir);
	return text;
}

void
expect_text(const char *got, const char *expected)
{
	cr_expect(strcmp(got, expected) == 0, "got \"%s\", expected \"%s\"",
	    got, expected);
}

void
expect_error(const char *part)
{
	cr_expect(strstr(err_text(), part) != NULL,
	    "the error is \"%s\", expected \"%s\" in it", err_text(), part);
}
