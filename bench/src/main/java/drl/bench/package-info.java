/// Measures kernels and whole runs: `./rl bench`.
package drl.bench;
