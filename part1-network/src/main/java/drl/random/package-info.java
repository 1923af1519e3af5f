/// Random numbers, one class for each generator the Python tutorials draw from.
///
/// A reader who compares a run with its Python original needs the same numbers in the same order, so these classes
/// follow the originals bit by bit: PyTorch's for weights and actions, NumPy's for environments and minibatches,
/// Python's own for the replay buffer. None of them is meant for secrets, and none may be shared between threads.
package drl.random;
