#!/bin/sh
# Compiles the kernels in advance, for machines that have a GPU's driver and no NVRTC. Needs nvcc and ptxas of CUDA 12 or
# 13; the result is committed. Run it after changing anything in src/main/cuda (a test says so if you forget).
#
# compute_75 is the oldest kind of GPU that CUDA 13 still knows, and the driver translates its PTX for every later one.
# nvcc writes the newest version of PTX into the file, which older drivers refuse; the kernels use nothing newer than 8.0
# (CUDA 12.0, the oldest driver that JCuda 12.6 runs on), so that is what the file says, and ptxas confirms it.
set -eu
cd "$(dirname "$0")/src/main/cuda"

nvcc -arch=compute_75 --ptx --fmad=false -o kernels.ptx.new kernels.cu
{
    # As KernelSources.digest: the files in the order in which kernels.cu includes them.
    echo "// Made by cuda/build-ptx.sh"
    echo "// sources $(cat kernels.cu $(sed -n 's/^#include "\(.*\)"$/\1/p' kernels.cu) | sha256sum | cut -c1-32)"
    sed -e '/^\/\//d' -e '/^$/d' -e 's/^\.version .*/.version 8.0/' kernels.ptx.new
} > kernels.ptx.made
rm kernels.ptx.new
for kind in sm_75 sm_80 sm_86 sm_89 sm_90 sm_100 sm_120; do
    if ptxas --list-gpu-arch 2>/dev/null | grep -q "compute_${kind#sm_}" || nvcc --list-gpu-code | grep -qx "$kind"; then
        ptxas -arch=$kind -o /dev/null kernels.ptx.made
        echo "assembles for $kind"
    fi
done
mv kernels.ptx.made kernels.ptx
ls -l kernels.ptx
