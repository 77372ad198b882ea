/**
 * A validator for the part of JSON Schema (draft 2020-12) that the schemas of
 * this project use: type, enum, const, required, properties, items, minimum,
 * and "$ref" to "#/$defs/NAME". Any other keyword than a description is a
 * fault, so that no schema holds a rule that is not checked.
 */
#ifndef TESTS_SUPPORT_SCHEMA_H
#define TESTS_SUPPORT_SCHEMA_H

#include "core/base/buf.h"
#include "core/base/json.h"

/**
 * Append one line to `faults` for each rule that `value` breaks, with the path
 * of the offender: "$.series[2].ratio: has another type". core/base/json.h
 * cannot tell false from null, so the type "boolean" takes both.
 */
void schema_check(
    const struct json *schema, const struct json *value, struct buf *faults);

#endif
