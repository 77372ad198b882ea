/** A store in a folder of its own, for the tests of the store. Each test
 *  program's process has one. */
#ifndef TESTS_UNIT_SHELF_H
#define TESTS_UNIT_SHELF_H

#include <sys/resource.h>

#include "baselines/store.h"
#include "core/base/buf.h"

#define UID_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define UID_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define OID_BASE "1111111111111111111111111111111111111111"
#define OID_HEAD "2222222222222222222222222222222222222222"
#define MACHINE "cpu x 2, amd64, linux"
#define SETUP "5e709"
#define SHELF_SERIES 500

extern char shelf_folder[64];
extern char shelf_path[128]; /**< of the store, in that folder */
extern struct store *shelf_store;

/** Make the folder and open a new store in it; and remove them. */
void shelf_setup(void);
void shelf_teardown(void);

void shelf_close(void);

/** Close and open again. */
void shelf_reopen(enum store_mode mode);

/** A run of base, control and head. */
struct store_run shelf_run(const char *uid);

/** Begin that run; put a round of one sample; finish. Asserts ERR_OK. */
void shelf_begin(const char *uid);
void shelf_begin_kind(const char *uid, const char *kind);
void shelf_put(const char *uid, size_t round, const char *benchmark,
    enum side side, double value);
void shelf_finish(const char *uid, enum store_run_status status);

struct sample shelf_sample(const char *benchmark, enum side side, double value);

/**
 * Expect what store_sessions() gives for a commit, a line for each session:
 * "benchmark metric unit direction setup first-letter-of-uid: values".
 */
void shelf_expect_sessions(const char *oid, const char *lines);

/** Expect rows in all. */
void shelf_expect_counts(
    int64_t runs, int64_t arms, int64_t series, int64_t samples);

/** Run SQL on the store's file, behind the store's back. */
void shelf_sql(const char *sql);

/** What PRAGMA integrity_check says; "ok". Valid until the next call. */
const char *shelf_integrity(void);

/** Put a round of SHELF_SERIES series of base and head, whose values tell
 *  the round: of the base, round + 1. */
enum err shelf_put_round(struct store *store, const char *uid, size_t round);

/** What was seen of such rounds' base; begin with {.equal = true}. */
struct shelf_seen {
	size_t sessions;
	size_t rounds; /**< of each session */
	bool equal; /**< all have these rounds, from 0, with their values */
};

/** A store_session_fn that adds to a struct shelf_seen. */
enum err shelf_see(void *ctx, const struct store_session *session);

/** Expect the base's sessions to hold whole rounds; how many. */
size_t shelf_expect_whole_rounds(void);

typedef enum err shelf_put_fn(struct store *store, size_t number);

/** Kill a process that calls put() for 0, 1, 2, ..., some time after `count` of
 *  them. */
void shelf_kill_after(size_t count, shelf_put_fn *put);

/** The same with such rounds of UID_A. */
void shelf_kill_writer_after(size_t rounds);

/** Let no file of this process grow beyond; RLIM_INFINITY lifts that. */
void shelf_limit_files(rlim_t bytes);

#endif
