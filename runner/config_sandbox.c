#include <stdio.h>
#include <string.h>

#include "runner/config_loading.h"

#define PROCESSES_MAX 1000000

bool
sandbox_mode_parse(const char *text, enum sandbox_mode *out)
{
	static const char *const names[] = {
	    [SANDBOX_AUTO] = "auto",
	    [SANDBOX_BWRAP] = "bwrap",
	    [SANDBOX_NONE] = "none",
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(text, names[i]) == 0) {
			*out = (enum sandbox_mode)i;
			return true;
		}
	}
	return false;
}

static enum err
take_visible(
    const struct config_loading *loaded, struct config_sandbox *sandbox)
{
	const struct config_file *file = loaded->file;

	sandbox->visible =
	    (struct config_texts){file->visible, file->visible_count};
	for (size_t i = 0; i < sandbox->visible.count; i++) {
		const char *text = sandbox->visible.items[i];
		char path[64];

		snprintf(path, sizeof path, "visible[%zu]", i);
		if (*text != '/' && strncmp(text, "~/", 2) != 0)
			return config_fail_key(loaded, path,
			    "\"%s\": an absolute path was expected, or one "
			    "such as ~/.cargo",
			    text);
	}
	return ERR_OK;
}

/* "none" is no limit. */
static enum err
take_bytes(const struct config_loading *loaded, const char *path,
    const char *text, int64_t *out)
{
	if (text && strcmp(text, "none") == 0) {
		*out = 0;
		return ERR_OK;
	}
	return config_take_bytes(loaded, path, text, out);
}

enum err
config_take_sandbox(struct config_loading *loaded)
{
	const struct config_file *file = loaded->file;
	struct config_sandbox *sandbox = &loaded->config.sandbox;
	enum err err;

	*sandbox = (struct config_sandbox){
	    .file_bytes = CONFIG_FILE_BYTES,
	    .processes = CONFIG_PROCESSES,
	    .disk_bytes = CONFIG_DISK_BYTES,
	};
	if (file->sandbox && !sandbox_mode_parse(file->sandbox, &sandbox->mode))
		return config_fail_key(loaded, "sandbox",
		    "\"%s\", auto, bwrap or none was expected", file->sandbox);
	err = take_visible(loaded, sandbox);
	if (!err)
		err = take_bytes(loaded, "limits.memory", file->limits.memory,
		    &sandbox->memory_bytes);
	if (!err)
		err = take_bytes(loaded, "limits.file-size",
		    file->limits.file_size, &sandbox->file_bytes);
	if (!err)
		err = take_bytes(loaded, "limits.disk-free",
		    file->limits.disk_free, &sandbox->disk_bytes);
	if (!err)
		err = config_take_count(loaded, "limits.processes",
		    file->limits.processes, 1, PROCESSES_MAX,
		    &sandbox->processes);
	return err;
}
