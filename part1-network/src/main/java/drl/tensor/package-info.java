/// Numbers with a shape, and the chain rule backwards over what was computed from them.
///
/// Read [drl.tensor.Tensor] for what one can do, [drl.tensor.Op] for what an operation is, and [drl.tensor.Tape] for how
/// it is run, remembered and differentiated. The rules for shapes are in [drl.tensor.Shape] and the operations' comments.
package drl.tensor;
