/// The arithmetic under a tensor: kernels over blocks of floats.
///
/// [drl.backend.Backend] says what there is, [drl.backend.ScalarBackend] states it as plain loops, and
/// [drl.backend.VectorBackend] does it fast. Both give the same numbers but for rounding, and each the same from run to
/// run.
package drl.backend;
