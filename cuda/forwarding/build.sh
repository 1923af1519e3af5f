#!/bin/sh
# Lets JCuda, which needs cuBLAS 12, run on a machine that has CUDA 13 only: builds a small libcublas.so.12 that passes calls
# on to libcublas.so.13, where this project looks for it. Needs a C compiler; nothing is downloaded or installed elsewhere.
#
#   cuda/forwarding/build.sh [FOLDER]     FOLDER holds libcublas.so.13, if it is in none of the usual places
set -eu
here=$(CDPATH='' cd -- "$(dirname "$0")" && pwd -P)
out=${XDG_CACHE_HOME:-$HOME/.cache}/rl-from-scratch/forwarding

find_cublas13() {
    for folder in "$@" $(echo "${LD_LIBRARY_PATH:-}" | tr ':' ' ') /usr/local/cuda*/lib64 \
        /usr/local/cuda*/targets/x86_64-linux/lib /usr/lib/x86_64-linux-gnu /usr/lib64; do
        if [ -e "$folder/libcublas.so.13" ]; then
            (CDPATH='' cd -- "$folder" && pwd -P)
            return
        fi
    done
    echo "build.sh: libcublas.so.13 is in none of the usual places: name its folder, cuda/forwarding/build.sh FOLDER" >&2
    exit 2
}

folder=$(find_cublas13 "$@")
mkdir -p "$out"
# JCuda's library asks for symbols of the version libcublas.so.12.
echo 'libcublas.so.12 { global: cublas*; local: *; };' > "$out/cublas12.map"
${CC:-cc} -O2 -shared -fPIC -o "$out/libcublas.so.12.new" "$here/cublas12.c" -ldl -Wl,-soname,libcublas.so.12 \
    -Wl,--version-script="$out/cublas12.map" -Wl,-rpath,"$folder"
mv "$out/libcublas.so.12.new" "$out/libcublas.so.12"
rm "$out/cublas12.map"
echo "$out/libcublas.so.12 passes calls on to $folder/libcublas.so.13"
