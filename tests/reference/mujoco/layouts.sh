#!/bin/sh
# Makes drl.env.mujoco's table of struct layouts from MuJoCo's headers:
#
#   ./layouts.sh 2.2.2=/usr/include 3.14.0=.../include > ../../../part2-rollout/src/main/resources/drl/env/mujoco/layouts.txt
#
# An argument is a version and the folder that holds its mujoco/mujoco.h: of Debian's libmujoco-dev, of a release
# archive, or of a tag of the source repository. Another version is supported once it is an argument here.
set -eu
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
header='field type rows cols'
for argument; do
    version=${argument%%=*}
    cc -std=c11 -I"${argument#*=}" -o "$work/layout" "$here/layout.c"
    "$work/layout" > "$work/lines"
    header="$header $version"
    if [ -e "$work/table" ]; then
        # Sizes are wide in one version and narrow in another: the type of a field is part of the column then.
        awk 'NR == FNR { type[$1] = $2; at[$1] = $5; next } { print $0, ($2 == type[$1] ? "" : type[$1] "@") at[$1] }' \
            "$work/lines" "$work/table" > "$work/wider"
        mv "$work/wider" "$work/table"
    else
        cp "$work/lines" "$work/table"
    fi
done
echo "# Where each version of MuJoCo keeps a field, in bytes from the start of its struct: made from the headers of the"
echo "# versions by tests/reference/mujoco/layouts.sh. With 1 row the values lie there; otherwise a pointer to rows x cols."
{ echo "$header"; cat "$work/table"; } | awk '{ printf "%-32s %-7s %-8s %-5s", $1, $2, $3, $4; for (i = 5; i <= NF; i++) printf " %-11s", $i; print "" }' | sed 's/ *$//'
