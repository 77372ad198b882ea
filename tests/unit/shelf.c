#include "tests/unit/shelf.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/path.h"

char shelf_folder[64];
char shelf_path[128];
struct store *shelf_store;

void
shelf_setup(void)
{
	snprintf(shelf_folder, sizeof shelf_folder, "/tmp/tidemark.XXXXXX");
	cr_assert(ne(ptr, mkdtemp(shelf_folder), NULL));
	snprintf(shelf_path, sizeof shelf_path, "%s/store.db", shelf_folder);
	shelf_reopen(STORE_READ_WRITE);
}

void
shelf_teardown(void)
{
	store_close(shelf_store);
	shelf_store = NULL;
	cr_expect(eq(int, path_remove(shelf_folder), ERR_OK));
}

void
shelf_reopen(enum store_mode mode)
{
	store_close(shelf_store);
	shelf_store = NULL;
	cr_assert(eq(int, store_open(&shelf_store, shelf_path, mode), ERR_OK),
	    "%s", err_text());
}

struct store_run
shelf_run(const char *uid)
{
	static const struct store_arm arms[] = {
	    {SIDE_BASE, OID_BASE, "parse faster", 1700000000, "b1"},
	    {SIDE_CONTROL, OID_BASE, "parse faster", 1700000000, "b2"},
	    {SIDE_HEAD, OID_HEAD, "it's \"done\"", 1700000100, "h1"},
	};

	return (struct store_run){
	    .uid = uid,
	    .kind = "check",
	    .machine_key = MACHINE,
	    .provenance = "{\"governor\": \"performance\"}",
	    .config_from = OID_BASE,
	    .version = "0.1.0",
	    .started_s = 1700001000,
	    .seed = UINT64_MAX - 1,
	    .arms = arms,
	    .arm_count = 3,
	};
}

void
shelf_begin(const char *uid)
{
	shelf_begin_kind(uid, "check");
}

void
shelf_begin_kind(const char *uid, const char *kind)
{
	struct store_run run = shelf_run(uid);

	run.kind = kind;
	cr_assert(eq(int, store_run_begin(shelf_store, &run), ERR_OK), "%s",
	    err_text());
}

struct sample
shelf_sample(const char *benchmark, enum side side, double value)
{
	return (struct sample){
	    .series = {benchmark, "real_time", "ns", DIRECTION_SMALLER},
	    .side = side,
	    .value = value,
	};
}

void
shelf_put(const char *uid, size_t round, const char *benchmark, enum side side,
    double value)
{
	struct sample sample = shelf_sample(benchmark, side, value);

	cr_assert(
	    eq(int, store_round_put(shelf_store, uid, round, SETUP, &sample, 1),
		ERR_OK),
	    "%s", err_text());
}

void
shelf_finish(const char *uid, enum store_run_status status)
{
	cr_assert(eq(int, store_run_finish(shelf_store, uid, status), ERR_OK),
	    "%s", err_text());
}

static enum err
show(void *ctx, const struct store_session *s)
{
	struct buf *out = ctx;

	buf_printf(out, "%s %s %s %s %s %c:", s->series.benchmark,
	    s->series.metric, s->series.unit,
	    direction_name(s->series.direction), s->setup, s->run_uid[0]);
	for (size_t i = 0; i < s->count; i++)
		buf_printf(out, " %g", s->values[i]);
	buf_putc(out, '\n');
	return ERR_OK;
}

void
shelf_expect_sessions(const char *oid, const char *lines)
{
	struct buf shown = BUF_INIT;

	cr_assert(
	    eq(int, store_sessions(shelf_store, oid, MACHINE, show, &shown),
		ERR_OK),
	    "%s", err_text());
	cr_expect(eq(str, (char *)buf_text(&shown), (char *)lines));
	buf_release(&shown);
}

void
shelf_expect_counts(int64_t runs, int64_t arms, int64_t series, int64_t samples)
{
	struct store_counts counts = {0};

	cr_assert(eq(int, store_count(shelf_store, &counts), ERR_OK), "%s",
	    err_text());
	cr_expect(eq(i64, counts.runs, runs));
	cr_expect(eq(i64, counts.arms, arms));
	cr_expect(eq(i64, counts.series, series));
	cr_expect(eq(i64, counts.samples, samples));
}

void
shelf_sql(const char *sql)
{
	sqlite3 *db = NULL;

	cr_assert(eq(int, sqlite3_open(shelf_path, &db), SQLITE_OK));
	cr_assert(eq(int, sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK),
	    "%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

const char *
shelf_integrity(void)
{
	static char result[256];
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db = NULL;

	cr_assert(eq(int, sqlite3_open(shelf_path, &db), SQLITE_OK));
	cr_assert(eq(int,
	    sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &stmt, NULL),
	    SQLITE_OK));
	cr_assert(eq(int, sqlite3_step(stmt), SQLITE_ROW));
	snprintf(result, sizeof result, "%s", sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return result;
}

void
shelf_close(void)
{
	store_close(shelf_store);
	shelf_store = NULL;
}

enum err
shelf_put_round(struct store *store, const char *uid, size_t round)
{
	struct sample samples[2 * SHELF_SERIES];
	char names[SHELF_SERIES][16];

	for (int i = 0; i < SHELF_SERIES; i++) {
		snprintf(names[i], sizeof names[i], "b%03d", i);
		samples[2 * i] = shelf_sample(names[i], SIDE_BASE, round + 1);
		samples[2 * i + 1] =
		    shelf_sample(names[i], SIDE_HEAD, round + 1.5);
	}
	return store_round_put(
	    store, uid, round, SETUP, samples, 2 * SHELF_SERIES);
}

enum err
shelf_see(void *ctx, const struct store_session *session)
{
	struct shelf_seen *seen = ctx;

	if (seen->sessions++ == 0)
		seen->rounds = session->count;
	seen->equal = seen->equal && session->count == seen->rounds;
	for (size_t i = 0; i < session->count; i++)
		seen->equal = seen->equal && session->values[i] == i + 1;
	return ERR_OK;
}

size_t
shelf_expect_whole_rounds(void)
{
	struct shelf_seen seen = {.equal = true};
	enum err err =
	    store_sessions(shelf_store, OID_BASE, MACHINE, shelf_see, &seen);

	cr_assert(eq(int, err, ERR_OK), "%s", err_text());
	cr_expect(seen.equal);
	cr_expect(eq(sz, seen.sessions, seen.rounds ? SHELF_SERIES : 0));
	return seen.rounds;
}

/* Put for ever, with a byte to `fd` after each. */
static void
write_for_ever(int fd, shelf_put_fn *put)
{
	struct store *store = NULL;

	if (store_open(&store, shelf_path, STORE_READ_WRITE))
		_exit(1);
	for (size_t number = 0; !put(store, number); number++)
		if (write(fd, "", 1) != 1)
			break;
	_exit(1);
}

void
shelf_kill_after(size_t count, shelf_put_fn *put)
{
	int fds[2], status = 0;
	pid_t pid;
	char byte;

	cr_assert(eq(int, pipe(fds), 0));
	pid = fork();
	cr_assert(ge(int, pid, 0));
	if (pid == 0) {
		close(fds[0]);
		write_for_ever(fds[1], put);
	}
	close(fds[1]);
	for (size_t i = 0; i < count; i++)
		cr_assert(eq(int, read(fds[0], &byte, 1), 1));
	cr_assert(eq(int, kill(pid, SIGKILL), 0));
	cr_assert(eq(int, waitpid(pid, &status, 0), pid));
	cr_assert(eq(int, WTERMSIG(status), SIGKILL));
	close(fds[0]);
}

static enum err
put_run_round(struct store *store, size_t round)
{
	struct store_run run = shelf_run(UID_A);
	enum err err = round ? ERR_OK : store_run_begin(store, &run);

	return err ? err : shelf_put_round(store, UID_A, round);
}

void
shelf_kill_writer_after(size_t rounds)
{
	shelf_kill_after(rounds, put_run_round);
}

void
shelf_limit_files(rlim_t bytes)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	cr_assert(eq(int, getrlimit(RLIMIT_FSIZE, &limit), 0));
	limit.rlim_cur = bytes;
	cr_assert(eq(int, setrlimit(RLIMIT_FSIZE, &limit), 0));
}
