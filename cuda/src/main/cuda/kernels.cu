// All kernels as one program, in the order in which a layer meets them. nvcc and NVRTC compile it to PTX, and the tests
// compile it with a C++ compiler to run it without a GPU, so the sources keep to what C and CUDA have in common:
// indices, loops, shared arrays and barriers. No warp shuffles, no atomic additions: every sum has one order, so the
// same seed gives the same bytes.
//
// Compiled without fused contraction (--fmad=false). Where a fused multiply-add is wanted it says fmaf, and then a value
// has the same bits here as in drl.backend.FloatMath on the processor.

#include "functions.cuh"
#include "elementwise.cu"
#include "layers.cu"
#include "reductions.cu"
#include "softmax.cu"
#include "indexing.cu"
#include "optimizers.cu"
#include "triangular.cu"
