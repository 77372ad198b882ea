#!/bin/bash
# The public header alone, under strict flags, as C and C++ of several ages.
. "$(dirname "$0")/lib.sh"
header=$(cd "$tests/../.." && pwd)/core/interval/interval.h
strict='-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wundef -Werror'

cp "$header" "$world/interval.h"
# Every function is named, so that C++ sees their types and links C's names.
{
	echo '#include "interval.h"'
	echo '#include "interval.h"' # twice
	echo 'int main(void)'
	echo '{'
	echo '	struct interval iv = {0, 1};'
	echo '	const char *const *names = interval_managers();'
	echo '	struct interval_set *set = 0;'
	echo '	struct interval_cursor cursor;'
	echo '	int wrong = interval_set_new(&set, names[0], &iv, 0) != INTERVAL_OK;'
	echo '	wrong += interval_set_release(set, iv) != INTERVAL_OK;'
	echo '	cursor = interval_cursor_at(set, INT64_MIN);'
	echo '	wrong += !interval_cursor_next(&cursor, &iv);'
	echo '	interval_set_free(set);'
	echo '	return wrong;'
	echo '}'
} >"$world/use.c"
cp "$world/use.c" "$world/use.cc"

compiles() { # COMPILER STANDARD FILE
	# shellcheck disable=SC2086 # a list of words
	"$1" "-std=$2" $strict -c -o "$world/use.o" "$world/$3" \
		>"$world/out" 2>"$world/err"
	status=$?
	return "$status"
}
works() { # COMPILER
	"$1" -o "$world/use" "$world/use.o" "$build/libinterval.a" \
		$sanitizers >"$world/out" 2>"$world/err" &&
		"$world/use" >"$world/out" 2>"$world/err"
	status=$?
	return "$status"
}

# A build under sanitizers wants them in the program too.
sanitizers=
if nm "$build/libinterval.a" 2>/dev/null | grep -q '__asan_init'; then
	sanitizers='-fsanitize=address,undefined'
fi
for compiler in gcc clang; do
	for standard in c99 c11 c17; do
		check "$compiler -std=$standard takes the header" \
			compiles "$compiler" "$standard" use.c
	done
done
for compiler in g++ clang++; do
	for standard in c++11 c++17 c++20; do
		check "$compiler -std=$standard takes the header" \
			compiles "$compiler" "$standard" use.cc
	done
done
compiles g++ c++11 use.cc
check 'a program in C++ links with the library and runs' works g++
finish
