/// Programs of the tutorials as they were printed, with everything that is wrong in them: for comparison, never for
/// use. Tests hold them to the numbers of the Python originals.
package drl.ppo.literal;
