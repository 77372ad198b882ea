#include "reports/badge.h"

#include "core/base/buf.h"
#include "reports/escape.h"
#include "reports/xml.h"

#define FONT_PX 11
#define HEIGHT_PX 20
#define PADDING_PX 5
#define BASELINE_PX 14
#define FIRST_CHARACTER 0x20
#define LAST_CHARACTER 0x7e

/* Advances of DejaVu Sans in thousandths of its size, from the space on.
 * Verdana's are nearly the same. */
static const short advances[] = {
    318,
    401,
    460,
    838,
    636,
    950,
    780,
    275,
    390,
    390,
    500,
    838,
    318,
    361,
    318,
    337,
    636,
    636,
    636,
    636,
    636,
    636,
    636,
    636,
    636,
    636,
    337,
    337,
    838,
    838,
    838,
    531,
    1000,
    684,
    686,
    698,
    770,
    632,
    575,
    775,
    752,
    295,
    295,
    656,
    557,
    863,
    748,
    787,
    603,
    787,
    695,
    635,
    611,
    732,
    684,
    989,
    685,
    611,
    685,
    390,
    337,
    390,
    838,
    500,
    500,
    613,
    635,
    550,
    635,
    615,
    352,
    635,
    634,
    278,
    278,
    579,
    278,
    974,
    634,
    612,
    635,
    635,
    411,
    521,
    392,
    634,
    592,
    818,
    592,
    592,
    525,
    636,
    337,
    636,
    838,
};
static const int widest = 1000; /* of a CJK character: a square */

const char badge_label_code[] = "#444c56";

const char *
badge_colour_code(enum badge_colour colour)
{
	static const char *const codes[] = {
	    [BADGE_GREEN] = "#1a7f37",
	    [BADGE_RED] = "#cf222e",
	    [BADGE_AMBER] = "#8a5a00",
	    [BADGE_GREY] = "#5c6370",
	};

	return codes[colour];
}

int
badge_text_width(const char *text)
{
	int width = 0;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c >= FIRST_CHARACTER && c <= LAST_CHARACTER)
			width += advances[c - FIRST_CHARACTER];
		else if ((c & 0xc0) != 0x80)
			width += widest; /* once a character */
	}
	return (width * FONT_PX + 999) / 1000;
}

static void
put_px(struct xml_writer *xml, const char *name, int px)
{
	xml_attr_count(xml, name, (size_t)px);
}

static void
put_box(struct xml_writer *xml, int x, int width, const char *colour)
{
	xml_begin(xml, "rect");
	put_px(xml, "x", x);
	put_px(xml, "width", width);
	put_px(xml, "height", HEIGHT_PX);
	xml_attr(xml, "fill", colour);
	xml_end(xml);
}

/* The length is said, so that another font does not run out of the box. */
static void
put_text(struct xml_writer *xml, int x, const char *text)
{
	xml_begin(xml, "text");
	put_px(xml, "x", x + PADDING_PX);
	put_px(xml, "y", BASELINE_PX);
	if (*text)
		put_px(xml, "textLength", badge_text_width(text));
	xml_text(xml, text);
	xml_end(xml);
}

static void
put_picture(struct xml_writer *xml, const char *label, const char *message,
    const char *name, const char *colour)
{
	int left = badge_text_width(label) + 2 * PADDING_PX;
	int right = badge_text_width(message) + 2 * PADDING_PX;

	xml_begin(xml, "svg");
	xml_attr(xml, "xmlns", "http://www.w3.org/2000/svg");
	put_px(xml, "width", left + right);
	put_px(xml, "height", HEIGHT_PX);
	xml_attr(xml, "role", "img");
	xml_attr(xml, "aria-label", name);
	xml_leaf(xml, "title", name);
	put_box(xml, 0, left, badge_label_code);
	put_box(xml, left, right, colour);
	xml_begin(xml, "g");
	xml_attr(xml, "fill", "#fff");
	xml_attr(xml, "font-family", "Verdana,DejaVu Sans,Geneva,sans-serif");
	put_px(xml, "font-size", FONT_PX);
	put_text(xml, 0, label);
	put_text(xml, left, message);
	xml_end(xml);
	xml_end(xml);
}

enum err
badge_write(const struct badge *badge, FILE *file)
{
	struct buf label = BUF_INIT;
	struct buf message = BUF_INIT;
	struct buf name = BUF_INIT;
	struct xml_writer xml;
	enum err err;
	enum err written;

	/* What is measured is what is shown. */
	term_text(&label, badge->label, BADGE_TEXT_MAX);
	term_text(&message, badge->message, BADGE_TEXT_MAX);
	buf_printf(&name, "%s: %s", buf_text(&label), buf_text(&message));
	xml_init(&xml, file);
	put_picture(&xml, buf_text(&label), buf_text(&message), buf_text(&name),
	    badge_colour_code(badge->colour));
	written = xml_finish(&xml);
	err = label.failed || message.failed ? ERR_NOMEM : buf_err(&name);
	buf_release(&label);
	buf_release(&message);
	buf_release(&name);
	return err ? err : written;
}
