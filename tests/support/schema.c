#include "tests/support/schema.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define DEFS "#/$defs/"
#define PATH_SIZE 256

/* One value and the schema that it has to meet. */
struct place {
	const struct json *root; /* the schema that holds "$defs" */
	const struct json *value;
	const char *path;
	struct buf *faults;
};

static void check(const struct place *place, const struct json *schema);

static void
fault(const struct place *place, const char *text, const char *detail)
{
	buf_printf(place->faults, "%s: %s%s\n", place->path, text, detail);
}

static bool
is_null_or_bool(const struct json *value)
{
	double number;

	return !json_is_object(value) && !json_is_array(value) &&
	       !json_text(value) && !json_number(value, &number);
}

static bool
has_type(const struct json *value, const char *type)
{
	double number;

	if (strcmp(type, "object") == 0)
		return json_is_object(value);
	if (strcmp(type, "array") == 0)
		return json_is_array(value);
	if (strcmp(type, "string") == 0)
		return json_text(value) != NULL;
	if (strcmp(type, "number") == 0)
		return json_number(value, &number);
	if (strcmp(type, "integer") == 0)
		return json_number(value, &number) && number == floor(number);
	return is_null_or_bool(value); /* "null", "boolean" */
}

static bool
is_equal(const struct json *a, const struct json *b)
{
	double x;
	double y;

	if (json_text(a) && json_text(b))
		return strcmp(json_text(a), json_text(b)) == 0;
	if (json_number(a, &x) && json_number(b, &y))
		return x == y;
	return is_null_or_bool(a) && is_null_or_bool(b);
}

static void
check_type(const struct place *place, const struct json *rule)
{
	bool fits = json_text(rule) && has_type(place->value, json_text(rule));

	for (size_t i = 0; i < json_count(rule); i++)
		fits |= has_type(place->value, json_text(json_at(rule, i)));
	if (!fits)
		fault(place, "has another type", "");
}

static void
check_enum(const struct place *place, const struct json *rule)
{
	bool fits = false;

	for (size_t i = 0; i < json_count(rule); i++)
		fits |= is_equal(place->value, json_at(rule, i));
	if (!fits)
		fault(place, "is none of the enum", "");
}

static void
check_const(const struct place *place, const struct json *rule)
{
	if (!is_equal(place->value, rule))
		fault(place, "is not the const", "");
}

static void
check_required(const struct place *place, const struct json *rule)
{
	/* The rule is about objects alone. */
	if (!json_is_object(place->value))
		return;
	for (size_t i = 0; i < json_count(rule); i++) {
		const char *key = json_text(json_at(rule, i));

		if (!json_get(place->value, key))
			fault(place, "lacks ", key);
	}
}

static void
check_property(void *ctx, const char *key, const struct json *rule)
{
	const struct place *outer = ctx;
	char path[PATH_SIZE];
	struct place inner = *outer;

	inner.value = json_get(outer->value, key);
	if (!inner.value)
		return;
	snprintf(path, sizeof path, "%s.%s", outer->path, key);
	inner.path = path;
	check(&inner, rule);
}

static void
check_properties(const struct place *place, const struct json *rule)
{
	struct place copy = *place;

	json_each(rule, check_property, &copy);
}

static void
check_items(const struct place *place, const struct json *rule)
{
	for (size_t i = 0; i < json_count(place->value); i++) {
		char path[PATH_SIZE];
		struct place inner = *place;

		snprintf(path, sizeof path, "%s[%zu]", place->path, i);
		inner.path = path;
		inner.value = json_at(place->value, i);
		check(&inner, rule);
	}
}

static void
check_minimum(const struct place *place, const struct json *rule)
{
	double least;
	double number;

	if (json_number(rule, &least) && json_number(place->value, &number) &&
	    number < least)
		fault(place, "is below the minimum", "");
}

static void
check_ref(const struct place *place, const struct json *rule)
{
	const char *ref = json_text(rule);
	const struct json *defs = json_get(place->root, "$defs");
	const struct json *schema = NULL;

	if (ref && strncmp(ref, DEFS, strlen(DEFS)) == 0)
		schema = json_get(defs, ref + strlen(DEFS));
	if (schema)
		check(place, schema);
	else
		fault(place, "unknown reference ", ref ? ref : "");
}

static void
accept(const struct place *place, const struct json *rule)
{
	(void)place;
	(void)rule;
}

static const struct keyword {
	const char *name;
	void (*check)(const struct place *place, const struct json *rule);
} keywords[] = {
    {"type", check_type},
    {"enum", check_enum},
    {"const", check_const},
    {"required", check_required},
    {"properties", check_properties},
    {"items", check_items},
    {"minimum", check_minimum},
    {"$ref", check_ref},
    {"$defs", accept},
    {"$schema", accept},
    {"title", accept},
    {"description", accept},
};

static void
check_keyword(void *ctx, const char *key, const struct json *rule)
{
	const struct place *place = ctx;

	for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++) {
		if (strcmp(keywords[i].name, key) == 0) {
			keywords[i].check(place, rule);
			return;
		}
	}
	fault(place, "unknown keyword ", key);
}

static void
check(const struct place *place, const struct json *schema)
{
	struct place copy = *place;

	json_each(schema, check_keyword, &copy);
}

void
schema_check(
    const struct json *schema, const struct json *value, struct buf *faults)
{
	const struct place place = {schema, value, "$", faults};

	check(&place, schema);
}
