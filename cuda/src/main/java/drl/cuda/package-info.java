/// The third backend: the same kernels on an NVIDIA GPU, through JCuda and cuBLAS.
///
/// Reading order: [drl.cuda.CudaBackend], `Commands` and `GraphCache` (what is enqueued, and how a step becomes one launch),
/// `Device` and its implementation `JCudaDevice`, the kernels in `src/main/cuda`.
package drl.cuda;
