package drl.backend;

/// A block of floats that belongs to one [Backend]: a Java array on the host, a device pointer on a GPU.
///
/// Only its own backend can look inside. Code above the backend moves values with [Backend#upload] and
/// [Backend#download], so what costs a transfer is visible where it happens.
public interface Storage {

    /// The number of floats.
    int size();

    /// A view of `length` floats from `offset` on: it shares the memory, so writing through one shows in the other.
    ///
    /// @throws IndexOutOfBoundsException if the range does not lie within this storage
    Storage slice(int offset, int length);
}
