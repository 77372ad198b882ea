#include "baselines/change_points.h"

#include <stdlib.h>

#include "baselines/change_stream.h"

#define USUAL                                                                  \
	.change_least = .01, .segment_least = 3, .neighbours = 30,             \
	.filter_half = 5, .filter_limit = 3.5

const struct change_options change_option_sets[] = {
    {.name = "k4t6", .penalty = 4, .t_least = 6, USUAL},
    {.name = "k3t7", .penalty = 3, .t_least = 7, USUAL},
    {.name = "k6t5", .penalty = 6, .t_least = 5, USUAL},
    {.name = NULL},
};

enum err
change_points_find(const double *values, size_t n,
    const struct change_options *options, struct change_points *out)
{
	struct change_stream *stream = change_stream_new(options);
	enum err err = ERR_OK;

	if (!stream)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < n && !err; i++)
		err = change_stream_append(stream, values[i]);
	if (!err)
		err = change_stream_points(stream, out);
	change_stream_free(stream);
	return err;
}

void
change_points_release(struct change_points *points)
{
	free(points->items);
	*points = (struct change_points){0};
}
