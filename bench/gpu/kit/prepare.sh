#!/usr/bin/env bash
# Gathers this build for a machine with a GPU, and without Node or network. README.md in the folder above explains it.
#
#     bash bench/gpu/kit/prepare.sh KIT OUT [options of KIT/prepare.sh]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kit=${1:?the folder of the kit} out=${2:?the folder for the parts}
shift 2
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$kit/." "$copy"
chmod -R u+w "$copy"
# The kit's own page names files of an older layout.
printf "import '%s/official.ts';\n" "$here" > "$copy/official/official.ts"
cd "$here/../../.."
bash "$copy/prepare.sh" "$out" "$@"
