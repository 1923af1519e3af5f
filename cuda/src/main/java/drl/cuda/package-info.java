/// The backend that runs the kernels on an NVIDIA GPU.
package drl.cuda;
