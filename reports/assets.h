/** The style and the script of HTML pages: files of reports/assets, inside the
 *  program. */
#ifndef REPORTS_ASSETS_H
#define REPORTS_ASSETS_H

struct asset {
	const char *path; /**< in a site: "assets/tidemark.css" */
	const char *text; /**< ends with a NUL, has none inside */
};

enum asset_id { ASSET_STYLE, ASSET_SCRIPT, ASSET_COUNT };

extern const struct asset assets[ASSET_COUNT];

#endif
