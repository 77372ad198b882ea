#include "tests/support/occurrences.h"

#include <string.h>

size_t
occurrences(const char *text, const char *part)
{
	size_t count = 0;

	while ((text = strstr(text, part))) {
		count++;
		text += strlen(part);
	}
	return count;
}
