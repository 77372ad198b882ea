#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner/config_loading.h"

/* One rule while it is read: the texts of the file, and their place. */
struct reading {
	const struct config_loading *loaded;
	const struct config_file_rule *file;
	struct policy_rule *rule;
	unsigned index;
	char path[64]; /* of the key that was named last */
};

static const char *
key(struct reading *reading, const char *name)
{
	snprintf(reading->path, sizeof reading->path, "rules[%u].%s",
	    reading->index, name);
	return reading->path;
}

static enum err
take_quantity(struct reading *reading, const char *name, const char *text,
    struct quantity *out)
{
	if (text && quantity_parse(text, out))
		return config_fail_key(reading->loaded, key(reading, name),
		    "\"%s\" is not a value such as 50us, 2ms, 64KiB or 500",
		    text);
	return ERR_OK;
}

static enum err
take_limits(struct reading *reading)
{
	const struct config_file_rule *file = reading->file;
	struct policy_rule *rule = reading->rule;
	enum err err = config_take_percent(reading->loaded,
	    key(reading, "tolerance"), file->tolerance, &rule->tolerance);

	if (!err)
		err = take_quantity(
		    reading, "min-effect", file->min_effect, &rule->min_effect);
	if (!err)
		err = take_quantity(reading, "max", file->max, &rule->max);
	if (!err)
		err = take_quantity(reading, "min", file->min, &rule->min);
	if (!err && file->max && file->min)
		err = config_fail_key(reading->loaded, key(reading, "min"),
		    "max is there too; a series has a limit on its worse side "
		    "only");
	return err;
}

static enum err
take_band_side(struct reading *reading)
{
	static const char *const sides[] = {
	    [BAND_BOTH] = "both",
	    [BAND_WORSE] = "worse",
	    [BAND_BETTER] = "better",
	};
	const char *text = reading->file->band_side;

	for (size_t i = 0; text && i < sizeof sides / sizeof sides[0]; i++) {
		if (strcmp(sides[i], text) != 0)
			continue;
		reading->rule->band.side = (enum band_side)i;
		return ERR_OK;
	}
	if (text)
		return config_fail_key(reading->loaded,
		    key(reading, "band-side"),
		    "\"%s\" is not worse, better or both", text);
	return ERR_OK;
}

static enum err
take_band(struct reading *reading)
{
	const struct config_file_rule *file = reading->file;
	struct band_rule *band = &reading->rule->band;
	uint64_t least = band_rule_default.least;
	uint64_t window = 0;
	enum err err;

	*band = band_rule_default;
	if (file->band && band_rule_parse(file->band, band))
		return config_fail_key(reading->loaded, key(reading, "band"),
		    "\"%s\" is not a band such as mad 3, z 3, t 99%%, iqr 1.5, "
		    "log-normal 3, delta-iqr 1.5 or none",
		    file->band);
	err = config_take_count(reading->loaded, key(reading, "band-window"),
	    file->band_window, BAND_COUNT_LEAST, BAND_VALUES_MAX, &window);
	if (!err)
		err = config_take_count(reading->loaded,
		    key(reading, "band-min"), file->band_min, BAND_COUNT_LEAST,
		    BAND_VALUES_MAX, &least);
	band->window = window;
	band->least = least;
	return err ? err : take_band_side(reading);
}

/* A window that never holds enough values would silence the band. */
static enum err
check_window(struct reading *reading)
{
	const struct band_rule *band = &reading->rule->band;

	if (!band->window || band->window >= band->least)
		return ERR_OK;
	return config_fail_key(reading->loaded, key(reading, "band-window"),
	    "%zu is less than the %zu values that the band needs (band-min)",
	    band->window, band->least);
}

static bool
says_something(const struct config_file_rule *file)
{
	return file->tolerance || file->min_effect || file->max || file->min ||
	       file->band || file->band_window || file->band_min ||
	       file->band_side;
}

static enum err
take_rule(struct reading *reading)
{
	const struct config_file_rule *file = reading->file;
	enum err err;

	if (!file->match || !*file->match)
		return config_fail_key(reading->loaded, key(reading, "match"),
		    "a glob of benchmark/metric was expected");
	if (!says_something(file))
		return config_fail_key(reading->loaded,
		    key(reading, "tolerance"),
		    "a percentage such as 10%% was expected, or min-effect, "
		    "max, min or band");
	reading->rule->match = file->match;
	err = take_limits(reading);
	if (!err)
		err = take_band(reading);
	return err ? err : check_window(reading);
}

enum err
config_take_rules(struct config_loading *loaded)
{
	unsigned count = loaded->file->rules_count;
	enum err err = ERR_OK;

	loaded->rules = calloc(count + 1, sizeof *loaded->rules);
	if (!loaded->rules)
		return err_fail(ERR_NOMEM, "out of memory");
	for (unsigned i = 0; !err && i < count; i++) {
		struct reading reading = {
		    .loaded = loaded,
		    .file = &loaded->file->rules[i],
		    .rule = &loaded->rules[i],
		    .index = i,
		};

		err = take_rule(&reading);
	}
	loaded->config.rules = loaded->rules;
	loaded->config.rule_count = count;
	return err;
}

struct band_rule
config_band(const struct config *config, const struct policy_rule *rule)
{
	struct band_rule band = rule ? rule->band : band_rule_default;

	if (!band.window)
		band.window = config->history_window;
	return band;
}
