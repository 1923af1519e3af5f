package drl.env.mujoco;

/// From where a robot is looked at.
///
/// @param follows   the index of the body that stays in the middle; 0, the world, for a camera that stands still
/// @param x         where the middle of the picture is, from that body or in the world (m)
/// @param y         likewise
/// @param z         likewise, but always above the ground: a picture that jumps with the robot makes one seasick
/// @param azimuth   of the line of sight from above, counter-clockwise from x (degrees): 90 looks at the robot's right
///                  side, x to the right
/// @param elevation of the line of sight, negative from above (degrees)
/// @param distance  from the eye to the middle of the picture (m)
/// @param tile      the edge of a square of the ground (m)
public record View(int follows, double x, double y, double z, double azimuth, double elevation, double distance,
        double tile) {
}
