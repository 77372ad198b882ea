#!/bin/bash
# install.sh key      say where tidemark will be, and what decides its build
# install.sh install  put it there, unless it is, with what it needs
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$RUNNER_TEMP/tidemark

# Everything that is compiled, and what it is linked with on this image.
sources_key() {
	(cd "$root" && find Makefile core baselines reports ci runner scripts \
		-type f -print0 | sort -z | xargs -0 sha256sum) | sha256sum |
		cut -c1-40
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		command -v sudo >/dev/null && sudo "$@"
	fi
}

# Ubuntu 24.04 lets no program make a user namespace whose AppArmor profile does
# not say so ("Restricted unprivileged user namespaces", its release notes).
allow_sandbox() {
	local profile=/etc/apparmor.d/tidemark-bwrap
	bwrap --unshare-user --ro-bind / / true 2>/dev/null && return
	if [ -d /etc/apparmor.d ] && [ ! -e "$profile" ]; then
		as_root tee "$profile" >/dev/null <<-'END' || true
			abi <abi/4.0>,
			profile tidemark-bwrap /usr/bin/bwrap flags=(unconfined) {
			  userns,
			}
		END
		as_root apparmor_parser -r "$profile" || true
	fi
	bwrap --unshare-user --ro-bind / / true 2>/dev/null ||
		echo "::warning title=tidemark::bubblewrap does not work on this" \
			"runner: builds and benchmarks run without a sandbox, and" \
			"commits of forks do not run"
}

case $1 in
key)
	{
		echo "folder=$folder"
		echo "key=tidemark-bin-$RUNNER_OS-$RUNNER_ARCH-${ImageOS:-}-$(
			sources_key)"
	} >>"$GITHUB_OUTPUT"
	;;
install)
	make -s -C "$root" deps-run
	if [ ! -x "$folder/tidemark" ]; then
		make -s -C "$root" deps-build
		# Another compiler may warn of more, and a warning would end the
		# build.
		make -s -C "$root" -j"$(nproc)" WARN= build/tidemark
		mkdir -p "$folder"
		cp "$root/build/tidemark" "$folder/tidemark"
	fi
	echo "$folder" >>"$GITHUB_PATH"
	allow_sandbox
	"$folder/tidemark" --version
	;;
*)
	echo "install.sh: key or install was expected" >&2
	exit 2
	;;
esac
