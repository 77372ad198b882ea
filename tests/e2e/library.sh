#!/bin/bash
# libinterval as others get it: installed, found by pkg-config, linked both
# ways, from C and C++; and its manual page. Run from the root of the repository.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
dest=$world/dest
lib=$dest/usr/lib
so=$build/libinterval.so
page=docs/man/interval.3.scd
version=$("$tidemark" --version | sed 's/tidemark //')
sanitize=()
case $build in
*/asan) sanitize=(-fsanitize=address -fsanitize=undefined) ;;
esac

same() { # NAME FILE FILE: two lists are equal, and not empty
	diff "$2" "$3" >"$world/out" 2>"$world/err"
	status=$?
	check "$1" test "$status" -eq 0 -a -s "$2"
}
does() { # NAME COMMAND...
	local name=$1
	shift
	"$@" >"$world/out" 2>"$world/err"
	status=$?
	check "$name" test "$status" -eq 0
}
needed() { # FILE: the shared libraries that it needs
	readelf -dW "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'
}

# ---- what is exported, and what is needed ----
gcc -E -P core/interval/interval.h | grep -o '\binterval_[a-z_]*(' |
	tr -d '(' | sort >"$world/declared"
sed -n 's/^\t\(interval_.*\);/\1/p' core/interval/libinterval.map |
	sort >"$world/found"
same 'the map lists the functions of interval.h, and no others' \
	"$world/declared" "$world/found"
# "A" is the version itself.
nm -D --defined-only "$so" | awk '$2 != "A" { print $3 }' |
	sed 's/@@INTERVAL_0$//' | sort >"$world/found"
same 'the library exports the functions of interval.h, and no others' \
	"$world/declared" "$world/found"
readelf -dW "$so" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p' >"$world/found"
echo libinterval.so.0 >"$world/expected"
same 'its name has the version of its interface' \
	"$world/expected" "$world/found"
needed "$so" >"$world/found"
echo libc.so.6 >"$world/expected"
case $build in
*/asan) ok 'it needs libc alone # SKIP sanitizers need more' ;;
*) same 'it needs libc alone' "$world/expected" "$world/found" ;;
esac

# ---- installing ----
# What was built is installed and nothing made anew; the make that runs this
# test must not hand down its own variables.
clean_make() {
	local variant=${build#"$PWD"/build}
	env -u MAKEFLAGS -u MAKEOVERRIDES -u MAKELEVEL make -o all \
		VARIANT="${variant#/}" DESTDIR="$dest" PREFIX=/usr "$@"
}
does 'make install' clean_make install
does 'make install, over what is there' clean_make install
cat >"$world/expected" <<END
include/interval.h
lib/libinterval.a
lib/libinterval.so
lib/libinterval.so.0
lib/libinterval.so.$version
lib/pkgconfig/interval.pc
share/man/man3/interval.3
END
(cd "$dest/usr" && find . -name '*interval*' ! -name '*bench*' | sed 's|^\./||' |
	LC_ALL=C sort) >"$world/found"
same 'the library is installed, and all of it' \
	"$world/expected" "$world/found"
nm -g --defined-only "$dest/usr/lib/libinterval.a" |
	awk 'NF == 3 && $3 !~ /^interval_/ { print $3 }' >"$world/found"
check 'the static library takes no names but interval_*' \
	test ! -s "$world/found"
does 'the header is installed as it is' \
	cmp core/interval/interval.h "$dest/usr/include/interval.h"

# ---- pkg-config ----
# Below a folder of our own, /usr/include and /usr/lib are not the system's.
export PKG_CONFIG_SYSROOT_DIR=$dest PKG_CONFIG_LIBDIR=$lib/pkgconfig
export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1
does 'pkg-config finds it' pkg-config --exists --print-errors interval
echo "$version" >"$world/expected"
pkg-config --modversion interval >"$world/found"
same 'pkg-config says its version' "$world/expected" "$world/found"
read -ra flags < <(pkg-config --cflags --libs interval)
read -ra static_flags < <(pkg-config --static --cflags --libs interval)

# ---- the examples, as a user builds them ----
for example in allocator rooms leases; do
	does "$example compiles against what is installed" \
		gcc -std=c17 -Wall -Wpedantic -Werror "${sanitize[@]}" -I. \
		-o "$world/$example" "core/examples/$example.c" \
		core/examples/commands.c "${flags[@]}"
	needed "$world/$example" >"$world/out"
	shows "$example needs the shared library" '^libinterval\.so\.0$'
done
export LD_LIBRARY_PATH=$lib
printf 'lease 4 60\nusage\n' >"$world/commands"
"$build/examples/leases" <"$world/commands" >"$world/expected"
"$world/leases" <"$world/commands" >"$world/found" 2>"$world/err"
same 'it runs as the one that was built here' \
	"$world/expected" "$world/found"
unset LD_LIBRARY_PATH
case $build in
*/asan) ok 'leases links statically # SKIP sanitizers are shared' ;;
*)
	does 'leases links statically' gcc -std=c17 -static -I. \
		-o "$world/static" core/examples/leases.c \
		core/examples/commands.c "${static_flags[@]}"
	"$world/static" <"$world/commands" >"$world/found" 2>"$world/err"
	same 'it runs without the shared library' \
		"$world/expected" "$world/found"
	;;
esac

# ---- the manual page, and C++ ----
awk '/^#include <inttypes/ { code = 1 } /^```/ { code = 0 } code' "$page" |
	sed 's/\\\\/\\/g' >"$world/page.c"
awk '/^It prints:/ { from = NR + 2 } /^```/ && NR > from { from = 0 }
	from && NR > from' "$page" >"$world/expected"
does 'the example of the page compiles' gcc -std=c17 -Wall -Wextra -Werror \
	"${sanitize[@]}" -o "$world/page" "$world/page.c" "${flags[@]}"
LD_LIBRARY_PATH=$lib "$world/page" >"$world/found" 2>"$world/err"
same 'it prints what the page says' "$world/expected" "$world/found"
cat >"$world/names.cc" <<'END'
#include <cstdio>
#include <memory>
#include <interval.h>

int main()
{
	interval_set *made = nullptr;
	interval domain{-10, 10}, found{};

	for (const char *const *name = interval_managers(); *name; name++) {
		if (interval_set_new(&made, *name, &domain, nullptr))
			return 1;
		std::unique_ptr<interval_set, decltype(&interval_set_free)> set(
		    made, interval_set_free);
		if (interval_set_release(set.get(), domain) ||
		    interval_set_find(set.get(), -5, 3, &found) ||
		    found.start != -5 || found.end != -2)
			return 1;
		std::puts(*name);
	}
	return 0;
}
END
does 'a program in C++ compiles' g++ -std=c++11 -Wall -Wextra -Wpedantic \
	-Werror "${sanitize[@]}" -o "$world/names" "$world/names.cc" \
	"${flags[@]}"
LD_LIBRARY_PATH=$lib does 'it runs, with every manager' "$world/names"
cp "$world/out" "$world/expected"
sed -n '/^# MANAGERS/,/^# ERRORS/s/^|  \([a-z_]*\)$/\1/p' "$page" \
	>"$world/found"
same 'the page has the managers of the library, and no others' \
	"$world/expected" "$world/found"
sed -n '/^# FUNCTIONS/,/^# MANAGERS/p' "$page" |
	grep -o '\*interval_[a-z_]*\*(' | tr -d '*(' | sort >"$world/found"
same 'the page has the functions of interval.h, and no others' \
	"$world/declared" "$world/found"
sed -n '/^enum interval_status {/,/^}/s/^\t\(INTERVAL_[A-Z]*\).*/\1/p' \
	core/interval/interval.h >"$world/expected"
sed -n '/^# ERRORS/,/^# MEMORY/s/^\*\(INTERVAL_[A-Z]*\)\*$/\1/p' "$page" \
	>"$world/found"
same 'the page has the statuses of interval.h, and no others' \
	"$world/expected" "$world/found"

# ---- uninstalling ----
does 'make uninstall' clean_make uninstall
find "$dest" ! -type d >"$world/out"
check 'nothing is left behind' test ! -s "$world/out"
finish
