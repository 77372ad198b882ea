#include "runner/config_loading.h"

static enum config_node_kind
kind_of(const cyaml_schema_value_t *value)
{
	if (value->type == CYAML_MAPPING)
		return CONFIG_MAPPING;
	return value->type == CYAML_SEQUENCE ? CONFIG_SEQUENCE : CONFIG_SCALAR;
}

enum err
config_check_shape(const struct config_loading *loaded,
    const cyaml_schema_value_t *root, const char *expected)
{
	static const char *const names[] = {
	    [CONFIG_SCALAR] = "a value",
	    [CONFIG_SEQUENCE] = "a list",
	    [CONFIG_MAPPING] = "a mapping of keys",
	};

	if (!loaded->index.count)
		return err_fail(
		    ERR_USAGE, "%s: empty, %s", loaded->where, expected);
	for (size_t i = 0; i < loaded->index.count; i++) {
		const struct config_node *node = &loaded->index.nodes[i];
		const cyaml_schema_value_t *value =
		    config_schema_at(root, node->path);

		if (!value)
			return config_fail_key(
			    loaded, node->path, "unknown key");
		if (kind_of(value) != node->kind)
			return config_fail_key(loaded, node->path,
			    "%s was expected, not %s", names[kind_of(value)],
			    names[node->kind]);
	}
	return ERR_OK;
}
