#include "reports/chart.h"

#include <math.h>
#include <stdlib.h>

#include "reports/chart_parts.h"
#include "reports/gnuplot.h"

#define LABEL_SHARE 0.025 /* of the width, that an upright text takes */
#define CELLS_DRAWN 4000 /* more become an image inside the image */

/* Colours that people with any kind of sight can tell apart (M. Okabe, K. Ito,
 * "Color universal design", 2008). Marks and dashes are gnuplot's numbers. */
static const struct {
	const char *colour;
	int mark;
	const char *dashes;
} looks[] = {
    [CHART_LOOK_1] = {"#0072b2", 7, "1"},
    [CHART_LOOK_2] = {"#d55e00", 5, "(14,4)"},
    [CHART_LOOK_3] = {"#009e73", 9, "(14,3,3,3)"},
    [CHART_LOOK_4] = {"#cc79a7", 13, "(6,3)"},
    [CHART_LOOK_5] = {"#e69f00", 11, "(3,3)"},
    [CHART_LOOK_6] = {"#56b4e9", 6, "(10,6)"},
    [CHART_LOOK_7] = {"#000000", 4, "(14,3,3,3)"},
    [CHART_LOOK_GREY] = {"#888888", 2, "(2,3)"},
};

/* ---- settings ---- */

/* gnuplot takes a tic's text for a format of its number: "%%" is a "%". */
static void
put_tic(struct buf *out, const struct chart_tic *tic)
{
	struct buf text = BUF_INIT;

	for (const char *c = tic->text; *c; c++) {
		if (*c == '%')
			buf_putc(&text, '%');
		buf_putc(&text, *c);
	}
	gnuplot_quote(out, buf_text(&text));
	buf_printf(out, " %.17g", tic->at);
	out->failed = out->failed || text.failed;
	buf_release(&text);
}

static void
put_axis(struct buf *out, const char *name, const struct chart_axis *axis)
{
	buf_printf(out, "set %slabel ", name);
	gnuplot_quote(out, axis->label ? axis->label : "");
	buf_printf(out, " noenhanced\n%s logscale %s\n",
	    axis->scale == CHART_LOG ? "set" : "unset", name);
	if (axis->low != 0 || axis->high != 0)
		buf_printf(out, "set %srange [%.17g:%.17g]\n", name, axis->low,
		    axis->high);
	else
		buf_printf(out, "set %srange [*:*]\n", name);
	for (size_t i = 0; i < axis->tic_count; i++) {
		buf_printf(out, i ? ", " : "set %stics noenhanced (", name);
		put_tic(out, &axis->tics[i]);
	}
	if (axis->tic_count)
		buf_puts(out, ")\n");
}

static void
put_labels(struct buf *out, const struct chart *chart)
{
	for (size_t i = 0; i < chart->label_count; i++) {
		const struct chart_label *label = &chart->labels[i];

		if (!chart_fits(&chart->x, label->x) ||
		    !chart_fits(&chart->y, label->y))
			continue;
		buf_puts(out, "set label ");
		gnuplot_quote(out, label->text);
		buf_printf(out,
		    " at %.17g,%.17g offset 1,0.5 front noenhanced\n", label->x,
		    label->y);
	}
}

/* Whether a text stands so near that this one would lie upon it. */
static bool
is_crowded(const struct chart *chart, size_t index)
{
	const struct chart_marker *markers = chart->markers;
	double room = LABEL_SHARE * (chart->x.high - chart->x.low);

	for (size_t i = 0; i < index; i++)
		if (markers[i].text &&
		    fabs(markers[i].at - markers[index].at) < room)
			return true;
	return false;
}

/* What lies beyond an end would be drawn beside the chart. */
static bool
is_inside(const struct chart_axis *axis, double at)
{
	return chart_fits(axis, at) &&
	       (axis->low >= axis->high ||
		   (axis->low <= at && at <= axis->high));
}

static void
put_marker(struct buf *out, const struct chart_marker *marker, bool crowded)
{
	buf_printf(out,
	    "set arrow from first %.17g, graph 0 to first %.17g, graph 1 "
	    "nohead linewidth 1 dashtype %s linecolor rgb '%s' back\n",
	    marker->at, marker->at, looks[marker->look].dashes,
	    looks[marker->look].colour);
	if (!marker->text || crowded)
		return;
	buf_puts(out, "set label ");
	gnuplot_quote(out, marker->text);
	buf_printf(out,
	    " at first %.17g, graph 0.98 right rotate by 90 offset 0.6,0 "
	    "textcolor rgb '%s' front noenhanced\n",
	    marker->at, looks[marker->look].colour);
}

static void
put_markers(struct buf *out, const struct chart *chart)
{
	for (size_t i = 0; i < chart->marker_count; i++) {
		struct chart_marker marker = chart->markers[i];

		if (!is_inside(&chart->x, marker.at))
			continue;
		if (marker.look == CHART_LOOK_BY_PLACE)
			marker.look = CHART_LOOK_GREY;
		put_marker(out, &marker, is_crowded(chart, i));
	}
}

static void
put_palette(struct buf *out, const struct chart_heat *heat)
{
	buf_printf(out,
	    "unset grid\nset palette defined "
	    "(-1 '#0072b2', -0.5 '#7fb8d8', 0 '#f7f7f7', 0.5 '#eaae7f', "
	    "1 '#d55e00')\nset cbrange [%.17g:%.17g]\nset cblabel ",
	    -heat->limit, heat->limit);
	gnuplot_quote(out, heat->label ? heat->label : "");
	buf_puts(out, " noenhanced\n");
}

/* ---- what is plotted ---- */

static void
put_title(struct buf *out, const char *title)
{
	if (!title) {
		buf_puts(out, " notitle");
		return;
	}
	buf_puts(out, " title ");
	gnuplot_quote(out, title);
	buf_puts(out, " noenhanced");
}

static void
put_style(
    struct buf *out, const struct chart_series *series, enum chart_look look)
{
	static const struct {
		const char *with;
		bool marks;
		bool lines;
	} styles[] = {
	    [CHART_POINTS] = {"points", true, false},
	    [CHART_LINES] = {"lines linewidth 2", false, true},
	    [CHART_LINES_POINTS] = {"linespoints linewidth 2", true, true},
	    [CHART_STEPS] = {"steps linewidth 2", false, true},
	    [CHART_INTERVALS] = {"xerrorbars linewidth 1.5", true, false},
	    [CHART_ERRORS] = {"yerrorbars linewidth 1.5", true, false},
	};

	if (series->thin) {
		buf_printf(out,
		    "lines linewidth 1 dashtype 1 linecolor rgb '%s'",
		    looks[look].colour);
		return;
	}
	buf_puts(out, styles[series->style].with);
	if (styles[series->style].marks)
		buf_printf(out, " pointtype %d pointsize %s", looks[look].mark,
		    series->large ? "1.3" : "0.6");
	if (styles[series->style].lines)
		buf_printf(out, " dashtype %s", looks[look].dashes);
	buf_printf(out, " linecolor rgb '%s'", looks[look].colour);
}

static void
put_series(struct buf *out, const struct chart *chart, size_t index)
{
	const struct chart_series *series = &chart->series[index];
	enum chart_look look = series->look;

	if (look == CHART_LOOK_BY_PLACE)
		look = (enum chart_look)(CHART_LOOK_1 + index % CHART_LOOK_7);
	if (series->style == CHART_BARS) {
		buf_printf(out,
		    " $series%zu using 1:2:3:4:($2-0.5):($2+0.5) with "
		    "boxxyerror fillcolor rgb '#dddddd' fillstyle solid "
		    "noborder",
		    index);
	} else {
		buf_printf(out, " $series%zu using %s with ", index,
		    chart_has_ends(series) ? "1:2:3:4" : "1:2");
		put_style(out, series, look);
	}
	put_title(out, series->title);
}

static void
put_band(struct buf *out, const struct chart *chart, size_t index)
{
	buf_printf(out,
	    " $band%zu using 1:2:3 with filledcurves fillcolor rgb "
	    "'#bbbbbb' fillstyle transparent solid 0.4 noborder",
	    index);
	put_title(out, chart->bands[index].title);
}

static bool
put_heat(struct buf *out, const struct chart_heat *heat)
{
	size_t cells = heat->rows * heat->columns;

	for (size_t i = 0; i < cells; i++) {
		if (!isfinite(heat->values[i]))
			continue;
		buf_printf(out,
		    "plot $heat matrix using 1:2:3 with image%s notitle",
		    cells <= CELLS_DRAWN ? " pixels" : "");
		return true;
	}
	return false;
}

/* The plot command; @return whether there is anything in it. */
static bool
put_plot(struct buf *out, const struct chart *chart)
{
	bool any = chart->heat && put_heat(out, chart->heat);

	for (size_t b = 0; b < chart->band_count; b++) {
		if (!chart_any_area(chart, &chart->bands[b]))
			continue;
		buf_puts(out, any ? "," : "plot");
		any = true;
		put_band(out, chart, b);
	}
	for (size_t s = 0; s < chart->series_count; s++) {
		if (!chart_any_point(chart, &chart->series[s]))
			continue;
		buf_puts(out, any ? "," : "plot");
		any = true;
		put_series(out, chart, s);
	}
	buf_putc(out, '\n');
	return any;
}

/* ---- drawings ---- */

enum err
chart_draw(const struct chart *chart, struct chart_drawing *out)
{
	struct buf *script = &out->script;
	enum err err = chart_put_data(script, chart);

	if (err)
		return err;
	out->height = chart->height ? chart->height : CHART_HEIGHT;
	buf_printf(script, "set grid\nset key %s\nset title ",
	    chart->key_below ? "below center horizontal height 1"
			     : "outside right top");
	gnuplot_quote(script, chart->title ? chart->title : "");
	buf_puts(script, " noenhanced\n");
	put_axis(script, "x", &chart->x);
	put_axis(script, "y", &chart->y);
	put_markers(script, chart);
	put_labels(script, chart);
	if (chart->heat)
		put_palette(script, chart->heat);
	if (!put_plot(script, chart))
		return err_fail(ERR_UNJUDGED,
		    "the chart \"%.200s\" has nothing to draw",
		    chart->title ? chart->title : "");
	return buf_err(script);
}

/* reset takes back each setting of a chart, but not the terminal, the encoding
 * and the stack of charts. */
enum err
chart_stack(const struct chart_drawing *drawings, size_t count,
    struct chart_drawing *out)
{
	int below = 0;

	for (size_t i = 0; i < count; i++)
		out->height += drawings[i].height;
	if (count > 1)
		buf_puts(&out->script, "set multiplot\n");
	for (size_t i = count; i-- > 0;) {
		if (count > 1)
			buf_printf(&out->script,
			    "reset\nset size 1,%.6f\nset origin 0,%.6f\n",
			    (double)drawings[i].height / out->height,
			    (double)below / out->height);
		buf_puts(&out->script, buf_text(&drawings[i].script));
		below += drawings[i].height;
	}
	if (count > 1)
		buf_puts(&out->script, "unset multiplot\n");
	return buf_err(&out->script);
}

void
chart_drawing_release(struct chart_drawing *drawing)
{
	buf_release(&drawing->script);
	drawing->height = 0;
}

static enum err
draw_all(const struct chart *charts, size_t count, struct chart_drawing *out)
{
	struct chart_drawing *drawings =
	    calloc(count + 1, sizeof *drawings); /* of none, too */
	enum err err = ERR_OK;

	if (!drawings)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < count; i++)
		err = chart_draw(&charts[i], &drawings[i]);
	if (!err)
		err = chart_stack(drawings, count, out);
	for (size_t i = 0; i < count; i++)
		chart_drawing_release(&drawings[i]);
	free(drawings);
	return err;
}

enum err
chart_script(const struct chart *charts, size_t count, struct buf *out)
{
	struct chart_drawing stack = {.height = 0};
	enum err err = draw_all(charts, count, &stack);

	if (!err)
		buf_puts(out, buf_text(&stack.script));
	chart_drawing_release(&stack);
	return err ? err : buf_err(out);
}

static enum err
write_stack(const struct chart_drawing *stack, const char *path)
{
	return gnuplot_draw(
	    buf_text(&stack->script), CHART_WIDTH, stack->height, path);
}

enum err
chart_write(const struct chart *charts, size_t count, const char *path)
{
	struct chart_drawing stack = {.height = 0};
	enum err err = draw_all(charts, count, &stack);

	if (!err)
		err = write_stack(&stack, path);
	chart_drawing_release(&stack);
	return err;
}

enum err
chart_write_drawings(
    const struct chart_drawing *drawings, size_t count, const char *path)
{
	struct chart_drawing stack = {.height = 0};
	enum err err = chart_stack(drawings, count, &stack);

	if (!err)
		err = write_stack(&stack, path);
	chart_drawing_release(&stack);
	return err;
}
