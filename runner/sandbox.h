/**
 * The sandbox: builds and benchmarks run in rooms (core/base/room.h) that
 * bubblewrap makes. sandbox.c is bubblewrap's owner.
 *
 * What they can read there: the system (/usr, /etc, /opt and the like) and what
 * the config makes visible, the repository's objects, their own side's tree.
 * What they can write: that tree, and a /tmp of their own, which is gone with
 * the room. There is no network, no other process, no home folder, no store, no
 * tree of another side. They run as an ordinary user without any privilege;
 * where tidemark runs as root, as nobody.
 */
#ifndef RUNNER_SANDBOX_H
#define RUNNER_SANDBOX_H

#include <stdbool.h>

#include "core/base/buf.h"
#include "core/base/child.h"
#include "core/base/err.h"
#include "core/base/hash.h"
#include "core/base/room.h"
#include "runner/config.h"
#include "runner/machine.h"

/** What decides how children are shut in. Borrowed. */
struct sandbox_order {
	const struct config_sandbox *config;
	/** The command line's mode, which outweighs the config's; NULL: none
	 *  is given. */
	const enum sandbox_mode *mode;
	bool build_network; /**< builds may fetch */
	bool foreign; /**< strangers' commits are run */
	bool config_foreign; /**< strangers wrote the config, too */
	const char *objects; /**< folder of the repository's objects */
	const char *disk; /**< where the trees are */
};

struct sandbox;

/**
 * Find out whether a sandbox works here.
 *
 * @return ERR_USAGE where none works and the mode is `bwrap`, or strangers'
 *         commits are run and nobody whom we trust set the mode to `none`;
 *         where strangers wrote the config; and where something is to be
 *         visible that is not there. ERR_NOMEM, ERR_INTERRUPTED
 */
enum err sandbox_new(struct sandbox **out, const struct sandbox_order *order);
void sandbox_free(struct sandbox *sandbox);

/* Below, a sandbox may be NULL: then nothing is shut in. */

/** Whether children are shut in. */
bool sandbox_is_shut(const struct sandbox *sandbox);

/** A line to add to what a child's failure says; "" where it was not shut in.
 */
const char *sandbox_hint(const struct sandbox *sandbox);

/** Why they are not: "bwrap: No permissions ..."; NULL where that was asked
 *  for, or they are. */
const char *sandbox_why_not(const struct sandbox *sandbox);

/** What a child gets to see of a tree. */
struct sandbox_stay {
	const char *tree; /**< its own side's, writable */
	const char *folder; /**< another one that it may write to, or NULL */
	bool build;
	struct child_conditions conditions;
};

/**
 * Whether a sandbox works here. @param[out] why_not NULL where it does; the
 * caller's to free @return ERR_NOMEM, ERR_IO
 */
enum err sandbox_try(char **why_not);

/** Make a tree, or what else they may write to, theirs. @return ERR_IO */
enum err sandbox_give(const struct sandbox *sandbox, const char *path);

/**
 * Make a room for children of one turn, at *out; NULL where they are not shut
 * in. The tree must be theirs; the folder becomes so.
 *
 * @return ERR_CHILD where it cannot be made, ERR_IO, ERR_NOMEM
 */
enum err sandbox_enter(const struct sandbox *sandbox,
    const struct sandbox_stay *stay, struct room **out);

/** Set a child's room, its limits, and the disk that it must not fill. */
void sandbox_shut_in(
    const struct sandbox *sandbox, struct room *room, struct child_spec *spec);

/** Add what decides over builds and samples to a digest; nothing where children
 *  are not shut in. */
void sandbox_hash(const struct sandbox *sandbox, struct hash *hash);

/** Add to the machine's facts whether there is one. */
void sandbox_note(const struct sandbox *sandbox, struct machine *machine);

#endif
