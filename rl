#!/bin/sh
# Starts RL from Scratch: ./rl part3-ppo --optimized
# Builds what is out of date first. Linux and macOS; rl.cmd does the same on Windows.
set -u

modules="part1-network part2-rollout part3-ppo part4-ddpg part5-a2c cuda examples course bench"
main=drl.cli.Rl
left_out='!tests,!part6-cluster'
stamp_name=rl.stamp
permit=
vector=--add-modules=jdk.incubator.vector
aligned=-XX:ObjectAlignmentInBytes=64 # arrays begin on cache lines (drl.backend.HostStorage says what for)

# Chapter 6 has libraries that no other command should wait for, neither in the build nor on the class path; and they use
# what a JDK 25 warns of.
if [ "${1:-}" = part6-cluster ]; then
    modules="part6-cluster $modules"
    left_out='!tests'
    stamp_name=rl-cluster.stamp
    permit=--sun-misc-unsafe-memory-access=allow
fi

fail() {
    echo "rl: $2" >&2
    exit "$1"
}

start=$main
case ${1:-} in
    *.java) # a program of the reader's own: ./rl Shapes.java
        [ -f "$1" ] || fail 2 "there is no file $1; a chapter's programs are in its folder programs, such as part1-network/programs"
        start=
        ;;
esac

# ---- where the repository is; the caller's working directory stays as it is

case $0 in
    */*) script=$0 ;;
    *) script=./$0 ;;
esac
while [ -h "$script" ]; do
    link=$(readlink "$script")
    case $link in
        /*) script=$link ;;
        *) script=${script%/*}/$link ;;
    esac
done
root=$(CDPATH='' cd -- "${script%/*}" && pwd -P) || exit 1
stamp=$root/target/$stamp_name
lock=$root/target/rl.lock
log=$root/target/rl.log

# ---- a JDK 25, from the places where Maven's toolchain plugin looks too (.mvn/jdk25.bsh)

is_jdk25() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
            'JAVA_VERSION="25'[.\"+-]*) return 0 ;;
        esac
    done < "$1/release"
    return 1
}

find_jdk25() {
    on_path=$(command -v java) && on_path=$(readlink -f "$on_path" 2>/dev/null)
    for jdk in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "${JAVA_25_HOME:-}" "${on_path%/bin/java}" \
        "$HOME"/.jdks/* "$HOME"/.m2/jdks/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.gradle/jdks/* \
        "$HOME"/.jenv/versions/* "$HOME"/.jbang/cache/jdks/* "$HOME"/.asdf/installs/java/* "$HOME"/.jabba/jdk/* \
        "$HOME"/.local/share/mise/installs/java/* \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/jdk/* /usr/java/* /usr/local/java/* /opt/java/* /opt/hostedtoolcache/*; do
        is_jdk25 "$jdk" && return
    done
    fail 2 'RL from Scratch needs a JDK 25, and none was found: install one (Eclipse Temurin from adoptium.net, "sdk install java 25-tem", "apt install openjdk-25-jdk", "brew install temurin@25") or point JAVA_HOME at one.'
}

# ---- the class path: the libraries that the build recorded, then the chapters' classes

# False if a module is not built or a library has gone from the local repository.
find_class_path() {
    classes=
    libraries=
    for module in $modules; do
        classes=$classes$root/$module/target/classes:
        recorded=
        IFS= read -r recorded 2>/dev/null < "$root/$module/target/runtime-classpath.txt"
        [ -n "$recorded" ] || return 1
        while [ -n "$recorded" ]; do
            library=${recorded%%:*}
            [ -r "$library" ] || return 1
            case $libraries: in
                *":$library:"*) ;;
                *) libraries=$libraries:$library ;;
            esac
            recorded=${recorded#"$library"}
            recorded=${recorded#:}
        done
    done
    # Chapter 6 is listed, and its runs are played, wherever it has been built.
    classes=$classes$root/part6-cluster/target/classes
    class_path=${libraries#:}:$classes
}

# ---- building

outdated() {
    [ -f "$stamp" ] && find_class_path || return 0
    set --
    for module in $modules; do
        # A folder is newer than the stamp when a file in it was added, removed or renamed.
        set -- "$@" "$root/$module/pom.xml" "$root/$module/src/main"
    done
    [ -n "$(find "$root/pom.xml" "$root/.mvn" "$@" -newer "$stamp" 2>/dev/null)" ]
}

build() {
    command -v mvn >/dev/null || fail 2 'building needs Apache Maven 3.6.3 or newer ("mvn"), and none was found: install it (maven.apache.org, "apt install maven", "brew install maven").'
    echo "rl: building (the first time also fetches the libraries) ..." >&2
    rm -f "$stamp"
    # The stamp is as old as the start of the build, so that an edit made meanwhile counts as newer.
    echo "$(date +%s).$$" > "$stamp.new"
    if (cd "$root" && JAVA_HOME=$jdk mvn -q -pl "$left_out" process-classes) < /dev/null > "$log" 2>&1; then
        mv "$stamp.new" "$stamp"
        rm -f "$log"
    else
        cat "$log" >&2
        fail 1 "the build failed; its output is above and in $log"
    fi
}

# ---- the class-data archive: the classes that a training loads, parsed and checked in advance

# Finds the archive of this build, if it is there. Chapter 6 starts without.
find_archive() {
    archive=
    [ "$stamp_name" = rl.stamp ] && IFS= read -r build_id 2>/dev/null < "$stamp" || return
    archive=$root/target/rl-$build_id
}

# A short training ends 0.2 s earlier with it. Nobody waits for it: it is made beside the first command after a
# build, and commands start without until it is there. Its name is that of the build, in case the next is sooner.
# Not an AOT cache: JDK 25 keeps neither linked classes nor profiles in it where an incubator module is in use.
archive_classes() {
    rm -f "$root"/target/rl-*.jar "$root"/target/rl-*.jsa
    set --
    for module in $modules; do
        set -- "$@" -C "$root/$module/target/classes" drl
    done
    {
        nice "$jdk/bin/jar" --create --no-compress --file "$archive.jar" "$@" || exit
        for program in "part3-ppo continuous --preset none --env-id Pendulum-v1 --num-steps 128" \
            "part3-ppo discrete --preset cleanrl" "part4-ddpg --learning-starts 64" "part5-a2c"; do
            # shellcheck disable=SC2086 # words of a command line
            nice "$jdk/bin/java" $vector -XX:DumpLoadedClassList="$archive.list" -cp "${libraries#:}:$archive.jar:$classes" \
                $main $program --total-timesteps 512 --eval-episodes 1 --runs-dir "$archive.runs" > /dev/null
            cat "$archive.list"
        done | awk '!/^@cp / { sub(/ id: [0-9]+$/, ""); if (!seen[$0]++) print }' > "$archive.lists"
        nice "$jdk/bin/java" $vector $aligned -Xshare:dump -XX:SharedClassListFile="$archive.lists" \
            -XX:SharedArchiveFile="$archive.new" -cp "${libraries#:}:$archive.jar" &&
            grep -qx "$build_id" "$stamp" && mv "$archive.new" "$archive.jsa"
        rm -rf "$archive.list" "$archive.lists" "$archive.new" "$archive.runs"
    } > /dev/null 2>&1 < /dev/null &
}

# One build at a time: the lock is a link that names the process holding it, made and read in one step.
lock() {
    mkdir -p "$root/target" || exit 1
    until ln -s "$$" "$lock" 2>/dev/null; do
        [ -h "$lock" ] || [ -w "$root/target" ] || fail 1 "cannot write to $root/target"
        holder=$(readlink "$lock") || continue
        if kill -0 "$holder" 2>/dev/null; then
            sleep 0.2 2>/dev/null || sleep 1
        elif [ "$(readlink "$lock")" = "$holder" ]; then
            rm -f "$lock"
        fi
    done
    trap 'rm -f "$lock"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
}

unlock() {
    rm -f "$lock"
    trap - EXIT INT TERM HUP
}

find_jdk25
if outdated; then
    lock
    if outdated; then
        build
        find_class_path || fail 1 "the build left no class path; delete the target folders and try again"
        find_archive
        [ -z "$archive" ] || archive_classes
    fi
    unlock
fi
find_archive

# With another alignment than the archive of the JDK itself, only our own serves. It needs a path that begins as its own
# did. What the JVM has to say where it does not fit (another build of the JDK) is of no use to anybody.
archive_options=
if [ -n "$archive" ] && [ -r "$archive.jsa" ]; then
    archive_options="$aligned -Xlog:disable -Xlog:all=warning:stderr -Xlog:cds*=off:stderr -Xlog:aot*=off:stderr"
    class_path=${libraries#:}:$archive.jar:$classes
fi
# Where the kernel gives large pages to who asks: the heap is there sooner.
huge_pages=
IFS= read -r huge 2>/dev/null < /sys/kernel/mm/transparent_hugepage/enabled
case ${huge:-} in
    *'[madvise]'* | *'[always]'*) huge_pages=-XX:+UseTransparentHugePages ;;
esac
exec "$jdk/bin/java" $vector --enable-native-access=ALL-UNNAMED "@$root/.mvn/rl.options" \
    $permit $huge_pages $archive_options ${archive_options:+"-XX:SharedArchiveFile=$archive.jsa"} \
    -cp "$class_path" $start "$@"
