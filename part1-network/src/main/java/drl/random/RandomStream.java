package drl.random;

/// A stream of random numbers whose exact position can be saved and taken up again.
///
/// The position covers everything that decides the next number: the generator's own words and also what a previous
/// draw left over (half of a 64-bit word, the second of a pair of normals). A run resumed from a checkpoint therefore
/// goes on as if it had never stopped.
public interface RandomStream {

    /// Returns a copy of the stream's position. Its first number names the kind of stream and the layout.
    long[] state();

    /// Moves the stream to a position that [#state()] returned, on this object or on another of the same class.
    ///
    /// @throws IllegalArgumentException if the numbers are no position of this kind of stream; the stream then stays
    ///     where it was
    void restore(long[] state);
}
