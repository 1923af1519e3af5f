#!/bin/sh
# Compares how fast HalfCheetah steps from Java and from C over the same library, in turns, and prints the medians:
#
#   ./stepping.sh [STEPS [TURNS]]
#
# Both count the processor time of their thread, so that other programs matter less.
#
# Needs libmujoco-dev, a C compiler, a JDK 25 (JAVA names its java, or it is on the path), and the chapters built (./rl envs
# does that).
set -eu
java=${JAVA:-java}
"$java" --list-modules | grep -q 'jdk.incubator.vector@25' || {
    echo "stepping.sh: $java is not that of a JDK 25; name one: JAVA=/path/to/jdk-25/bin/java $0" >&2
    exit 2
}
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../../..
steps=${1:-40000}
turns=${2:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 -std=gnu11 -o "$work/stepping" "$here/stepping.c" -lmujoco
model=$root/part2-rollout/src/main/resources/drl/env/mujoco/half_cheetah.xml
classes=$root/part1-network/target/classes:$root/part2-rollout/target/classes

# The first of three rounds is for the compiler to warm up in; C gets the same.
for turn in $(seq "$turns"); do
    "$work/stepping" "$model" 5 "$steps" 3 2> "$work/c.sum" | tail -n 2 >> "$work/c"
    "$java" --enable-native-access=ALL-UNNAMED --add-modules=jdk.incubator.vector -cp "$classes" \
        drl.env.mujoco.SteppingRate "$steps" 3 2> "$work/java.sum" | tail -n 2 >> "$work/java"
done
median() {
    sort -n "$1" | awk '{ v[NR] = $1 } END { print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2) }'
}
c=$(median "$work/c")
rate=$(median "$work/java")
echo "what,steps_per_second"
echo "C,$c"
echo "Java,$rate"
echo "Java/C,$(awk "BEGIN { printf \"%.3f\", $rate / $c }")"
grep checksum "$work/c.sum" "$work/java.sum" | sed 's/.*://'
