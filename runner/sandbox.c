#include "runner/sandbox.h"

#include <errno.h>
#include <fts.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/room/program.h"

#define SUPERVISOR "/run/tidemark-supervisor"
#define NOBODY 65534
/* A temporary folder is memory: this part of it, at most. */
#define TMP_SHARE 4
#define TMP_BYTES_MAX (INT64_C(4) << 30)

struct sandbox {
	bool shut;
	bool root; /* its children become another user */
	bool build_network;
	char *why_not;
	char *objects;
	char *disk;
	char **visible;
	size_t visible_count;
	struct child_limits limits;
	int64_t disk_bytes;
};

/* ---- bubblewrap's arguments ---- */

/* Folders above all that is bound; a deeper one is not to be seen. */
#define FOLDERS_MAX 256

struct arguments {
	const char **items;
	size_t count, cap;
	char tmp_bytes[24];
	char *folders[FOLDERS_MAX];
	size_t folder_count;
	bool failed;
};

static void
add(struct arguments *arguments, const char *text)
{
	if (arguments->count + 1 >= arguments->cap) {
		size_t cap = arguments->cap ? 2 * arguments->cap : 128;
		const char **grown = reallocarray(
		    arguments->items, cap, sizeof *arguments->items);

		if (!grown) {
			arguments->failed = true;
			return;
		}
		arguments->items = grown;
		arguments->cap = cap;
	}
	arguments->items[arguments->count++] = text;
	arguments->items[arguments->count] = NULL;
}

static void
add_all(struct arguments *arguments, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add(arguments, texts[i]);
}

#define ADD(arguments, ...)                                                    \
	add_all((arguments), (const char *const[]){__VA_ARGS__},               \
	    sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* As root without a user namespace: in one, root's files would still be root's
 * own. The few capabilities are the supervisor's, which changes its children's
 * user, ends them, and counts their instructions. */
static void
add_namespaces(struct arguments *a, const struct sandbox *sandbox, bool network)
{
	ADD(a, "bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-uts",
	    "--unshare-cgroup-try", "--hostname", "tidemark", "--as-pid-1",
	    "--die-with-parent", "--new-session", "--cap-drop", "ALL");
	if (!network)
		add(a, "--unshare-net");
	if (sandbox->root)
		ADD(a, "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID",
		    "--cap-add", "CAP_KILL", "--cap-add", "CAP_PERFMON");
	else
		add(a, "--unshare-user");
}

static void
add_private(struct arguments *a, const char *folder)
{
	ADD(a, "--size", a->tmp_bytes, "--perms", "1777", "--tmpfs", folder);
}

static void
add_read_only(struct arguments *a, const char *path)
{
	ADD(a, "--ro-bind-try", path, path);
}

static void
add_system(struct arguments *a, bool network)
{
	static const char *const folders[] = {"/usr", "/bin", "/sbin", "/lib",
	    "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix", "/gnu",
	    "/sys"};

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		add_read_only(a, folders[i]);
	ADD(a, "--proc", "/proc", "--dev", "/dev");
	add_private(a, "/dev/shm");
	add_private(a, "/tmp");
	add_private(a, "/var/tmp");
	/* Names are looked up by files that lie there. */
	if (network) {
		add_read_only(a, "/run/systemd/resolve");
		add_read_only(a, "/run/resolvconf");
	}
}

/* What bubblewrap makes above a bound path by itself is its own user's alone.
 */
static void
add_folders_above(struct arguments *a, const char *path)
{
	for (const char *end = strchr(path + 1, '/'); end;
	     end = strchr(end + 1, '/')) {
		char *folder = strndup(path, (size_t)(end - path));

		if (!folder || a->folder_count == FOLDERS_MAX) {
			free(folder);
			a->failed = true;
			return;
		}
		a->folders[a->folder_count++] = folder;
		ADD(a, "--perms", "0755", "--dir", folder);
	}
}

static void
add_seen(struct arguments *a, const char *option, const char *path)
{
	if (!path)
		return;
	add_folders_above(a, path);
	ADD(a, option, path, path);
}

static void
tmp_bytes(struct arguments *a)
{
	int64_t memory =
	    (int64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
	int64_t bytes = memory / TMP_SHARE;

	if (bytes > TMP_BYTES_MAX)
		bytes = TMP_BYTES_MAX;
	snprintf(a->tmp_bytes, sizeof a->tmp_bytes, "%" PRId64, bytes);
}

/* What is bound later lies on top: a tree may be in /tmp. */
static void
make_arguments(struct arguments *a, const struct sandbox *sandbox,
    const struct sandbox_stay *stay)
{
	bool network = stay->build && sandbox->build_network;

	tmp_bytes(a);
	add_namespaces(a, sandbox, network);
	add_system(a, network);
	for (size_t i = 0; i < sandbox->visible_count; i++)
		add_seen(a, "--ro-bind", sandbox->visible[i]);
	add_seen(a, "--ro-bind-try", sandbox->objects);
	add_seen(a, "--bind", stay->tree);
	add_seen(a, "--bind", stay->folder);
	ADD(a, "--perms", "0555", "--ro-bind-data", ROOM_PROGRAM_FD, SUPERVISOR,
	    "--remount-ro", "/", "--chdir", "/", "--");
}

/* ---- entering ---- */

static enum err
give(const FTSENT *entry)
{
	if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR ||
	    entry->fts_info == FTS_NS)
		return err_fail(ERR_IO, "%s: %s", entry->fts_path,
		    strerror(entry->fts_errno));
	/* Done again, it would change the file's time. */
	if (entry->fts_info == FTS_DP || entry->fts_statp->st_uid == NOBODY)
		return ERR_OK;
	if (lchown(entry->fts_accpath, NOBODY, NOBODY) < 0)
		return err_fail(
		    ERR_IO, "%s: %s", entry->fts_path, strerror(errno));
	return ERR_OK;
}

enum err
sandbox_give(const struct sandbox *sandbox, const char *path)
{
	char *const roots[] = {(char *)path, NULL};
	enum err err = ERR_OK;
	FTSENT *entry;
	FTS *walk;

	if (!sandbox_is_shut(sandbox) || !sandbox->root)
		return ERR_OK;
	walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_XDEV, NULL);
	if (!walk)
		return err_fail(ERR_IO, "%s: %s", path, strerror(errno));
	while (!err && (errno = 0, entry = fts_read(walk)))
		err = give(entry);
	if (!err && errno)
		err = err_fail(ERR_IO, "%s: %s", path, strerror(errno));
	fts_close(walk);
	return err;
}

static enum err
open_room(const struct sandbox *sandbox, const struct sandbox_stay *stay,
    struct room **out)
{
	struct arguments arguments = {0};
	struct room_spec spec = {
	    .supervisor = SUPERVISOR,
	    .program = room_program,
	    .program_bytes = room_program_size,
	    .conditions = &stay->conditions,
	    .drops = sandbox->root,
	    .uid = NOBODY,
	    .gid = NOBODY,
	};
	enum err err;

	make_arguments(&arguments, sandbox, stay);
	spec.argv = arguments.items;
	err = arguments.failed ? err_fail(ERR_NOMEM, "out of memory")
			       : room_open(out, &spec);
	for (size_t i = 0; i < arguments.folder_count; i++)
		free(arguments.folders[i]);
	free(arguments.items);
	return err;
}

enum err
sandbox_enter(const struct sandbox *sandbox, const struct sandbox_stay *stay,
    struct room **out)
{
	enum err err = ERR_OK;

	*out = NULL;
	if (!sandbox_is_shut(sandbox))
		return ERR_OK;
	if (stay->folder)
		err = sandbox_give(sandbox, stay->folder);
	return err ? err : open_room(sandbox, stay, out);
}

void
sandbox_shut_in(
    const struct sandbox *sandbox, struct room *room, struct child_spec *spec)
{
	if (!sandbox_is_shut(sandbox))
		return;
	spec->room = room;
	spec->limits = sandbox->limits;
	if (sandbox->disk_bytes) {
		spec->disk = sandbox->disk;
		spec->disk_bytes = (uint64_t)sandbox->disk_bytes;
	}
}

/* ---- whether there is one ---- */

static enum err
add_visible(struct sandbox *sandbox, const char *text)
{
	const char *home = getenv("HOME");
	char *path = NULL;
	enum err err;

	if (*text == '~' && !home)
		return err_fail(
		    ERR_USAGE, "visible: %s: HOME is not set", text);
	err = *text == '~' ? path_format(&path, "%s%s", home, text + 1)
			   : path_format(&path, "%s", text);
	if (err)
		return err;
	sandbox->visible[sandbox->visible_count++] = path;
	if (!path_exists(path))
		return err_fail(ERR_USAGE,
		    "visible: %s: no such file or folder here", path);
	return ERR_OK;
}

static enum err
take_order(struct sandbox *sandbox, const struct sandbox_order *order)
{
	const struct config_sandbox *config = order->config;
	enum err err;

	sandbox->root = geteuid() == 0;
	sandbox->build_network = order->build_network;
	sandbox->limits = (struct child_limits){
	    .memory_bytes = (uint64_t)config->memory_bytes,
	    .file_bytes = (uint64_t)config->file_bytes,
	    .processes = config->processes,
	};
	sandbox->disk_bytes = config->disk_bytes;
	sandbox->visible =
	    calloc(config->visible.count + 1, sizeof *sandbox->visible);
	if (!sandbox->visible)
		return err_fail(ERR_NOMEM, "out of memory");
	err = path_format(&sandbox->objects, "%s", order->objects);
	if (!err)
		err = path_format(&sandbox->disk, "%s", order->disk);
	for (size_t i = 0; !err && i < config->visible.count; i++)
		err = add_visible(sandbox, config->visible.items[i]);
	return err;
}

/* Make a room with nothing in it. */
static enum err
probe(struct sandbox *sandbox)
{
	const struct sandbox_stay stay = {.tree = NULL};
	struct room *room = NULL;
	enum err err = open_room(sandbox, &stay, &room);

	room_close(room);
	if (err != ERR_CHILD) {
		sandbox->shut = err == ERR_OK;
		return err;
	}
	return path_format(&sandbox->why_not, "%s", err_text());
}

static enum err
refuse(const struct sandbox *sandbox, const struct sandbox_order *order,
    enum sandbox_mode mode)
{
	if (mode == SANDBOX_BWRAP)
		return err_fail(ERR_USAGE,
		    "sandbox: bwrap does not work here: %s", sandbox->why_not);
	if (order->foreign)
		return err_fail(ERR_USAGE,
		    "the commit comes from a fork, and no sandbox works here "
		    "to run it in: %s\ninstall bubblewrap, or say by "
		    "--sandbox none, or by sandbox: none in the base's config, "
		    "that it may do all that this job may",
		    sandbox->why_not);
	return ERR_OK;
}

static enum err
decide(struct sandbox *sandbox, const struct sandbox_order *order)
{
	enum sandbox_mode mode = order->config->mode;
	enum err err;

	if (order->foreign && order->config_foreign)
		return err_fail(ERR_USAGE,
		    "the commit comes from a fork, and so does its config, as "
		    "the base has none: a config that you trust was expected, "
		    "in the base or by --config");
	if (order->mode)
		mode = *order->mode;
	err = take_order(sandbox, order);
	if (err || mode == SANDBOX_NONE)
		return err;
	err = probe(sandbox);
	if (!err && !sandbox->shut)
		err = refuse(sandbox, order, mode);
	return err;
}

enum err
sandbox_try(char **why_not)
{
	struct sandbox sandbox = {.root = geteuid() == 0};
	enum err err = probe(&sandbox);

	*why_not = sandbox.why_not;
	return err;
}

enum err
sandbox_new(struct sandbox **out, const struct sandbox_order *order)
{
	struct sandbox *sandbox = calloc(1, sizeof *sandbox);
	enum err err;

	if (!sandbox)
		return err_fail(ERR_NOMEM, "out of memory");
	err = decide(sandbox, order);
	if (err)
		sandbox_free(sandbox);
	else
		*out = sandbox;
	return err;
}

void
sandbox_free(struct sandbox *sandbox)
{
	if (!sandbox)
		return;
	for (size_t i = 0; i < sandbox->visible_count; i++)
		free(sandbox->visible[i]);
	free(sandbox->visible);
	free(sandbox->why_not);
	free(sandbox->objects);
	free(sandbox->disk);
	free(sandbox);
}

bool
sandbox_is_shut(const struct sandbox *sandbox)
{
	return sandbox && sandbox->shut;
}

const char *
sandbox_hint(const struct sandbox *sandbox)
{
	return sandbox_is_shut(sandbox) ? "\nit ran in the sandbox, without "
					  "network and home folder: "
					  "see SANDBOX in tidemark.yml(5)"
					: "";
}

const char *
sandbox_why_not(const struct sandbox *sandbox)
{
	return sandbox->why_not;
}

void
sandbox_hash(const struct sandbox *sandbox, struct hash *hash)
{
	if (!sandbox_is_shut(sandbox))
		return;
	hash_add_text(hash, sandbox->root ? "bwrap, as nobody" : "bwrap");
	for (size_t i = 0; i < sandbox->visible_count; i++)
		hash_add_text(hash, sandbox->visible[i]);
}

void
sandbox_note(const struct sandbox *sandbox, struct machine *machine)
{
	if (sandbox_is_shut(sandbox))
		machine_add_fact(machine, "sandbox", "bwrap");
	else
		machine_add_fact(machine, "sandbox", "none");
}
