package drl.random;

import java.util.Arrays;

/// A set of non-negative ints that sampling without repetition fills and clears again and again without allocating.
final class IntHashSet {

    private static final int EMPTY = -1;

    private int[] slots;

    IntHashSet(int expected) {
        slots = new int[slotsFor(expected)];
        Arrays.fill(slots, EMPTY);
    }

    /// Empties the set and makes room for `expected` numbers.
    void clear(int expected) {
        if (slots.length < slotsFor(expected)) {
            slots = new int[slotsFor(expected)];
        }
        Arrays.fill(slots, EMPTY);
    }

    /// Adds a number and says whether it was new.
    boolean add(int value) {
        int slot = value * 0x9e3779b9 >>> Integer.numberOfLeadingZeros(slots.length - 1);
        while (slots[slot] != EMPTY) {
            if (slots[slot] == value) {
                return false;
            }
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = value;
        return true;
    }

    /// At least twice as many slots as numbers keeps the chains short; a power of two replaces a division by a mask.
    private static int slotsFor(int expected) {
        return Math.max(4, Integer.highestOneBit(Math.max(1, expected)) << 2);
    }
}
