#include "reports/assets.h"

/* The assembler takes the files in, by their names from the root: no tool, no
 * copy of them in C. The Makefile knows that this file depends on them. */
#define EMBED(name, file)                                                      \
	__asm__(".pushsection .rodata\n"                                       \
		".globl " #name "\n"                                           \
		".hidden " #name "\n" #name ":\n"                              \
		".incbin \"" file "\"\n"                                       \
		".byte 0\n"                                                    \
		".popsection\n")

EMBED(asset_style, "reports/assets/tidemark.css");
EMBED(asset_script, "reports/assets/tidemark.js");

extern const char asset_style[];
extern const char asset_script[];

const struct asset assets[ASSET_COUNT] = {
    [ASSET_STYLE] = {"assets/tidemark.css", asset_style},
    [ASSET_SCRIPT] = {"assets/tidemark.js", asset_script},
};
