#include <string.h>

#include "core/base/number.h"
#include "runner/config_loading.h"

/* "5", "-5" and "0"; no "+5" and no "-0x5". */
static enum err
take_nice(const struct config_loading *loaded, const char *text,
    struct config_conditions *conditions)
{
	bool minus = text && *text == '-';
	uint64_t most = minus ? -CONFIG_NICE_MIN : CONFIG_NICE_MAX;
	uint64_t number;

	if (!text)
		return ERR_OK;
	if (number_parse_whole(text + minus, 0, most, &number))
		return config_fail_key(loaded, "measure.nice",
		    "\"%s\" is not a whole number from %d to %d", text,
		    CONFIG_NICE_MIN, CONFIG_NICE_MAX);
	conditions->nice = minus ? -(int)number : (int)number;
	conditions->sets_nice = true;
	return ERR_OK;
}

enum err
config_take_conditions(struct config_loading *loaded)
{
	const struct config_file *file = loaded->file;
	struct config_conditions *conditions =
	    &loaded->config.measure.conditions;
	const char *cpus = file->measure.cpus;
	enum err err = config_take_bool(
	    loaded, "measure.pin", file->measure.pin, &conditions->pin);

	if (!err && cpus && cpus_parse(cpus, &conditions->cpus))
		return config_fail_key(loaded, "measure.cpus",
		    "\"%s\" is not a list of CPUs such as 2-3,5", cpus);
	if (!err)
		err = config_take_bool(loaded, "measure.no-aslr",
		    file->measure.no_aslr, &conditions->no_aslr);
	if (!err)
		err = take_nice(loaded, file->measure.nice, conditions);
	return err;
}
