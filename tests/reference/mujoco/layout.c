/* Prints where the structs of one version of MuJoCo keep what drl.env.mujoco reads and the tests compare: a line a
 * field, with its type, rows, columns, and place in bytes. layouts.sh compiles it against each version's headers and
 * puts the columns side by side. The headers are enough; nothing is linked. */
#include <mujoco/mujoco.h>
#include <stddef.h>
#include <stdio.h>

#define MEMBER(s, f) (((s *)0)->f)
#define LINE(name, type, rows, cols, at) printf("%s %s %s %d %zu\n", name, type, rows, (int)(cols), at)

/* a size, which became wider with version 3 */
#define SIZE(f) LINE("mjModel." #f, sizeof(MEMBER(mjModel, f)) == 8 ? "long" : "int", "1", 1, offsetof(mjModel, f))

/* values in the struct itself */
#define VALUES(s, f, type, cols) \
    do { \
        _Static_assert(sizeof(MEMBER(s, f)) == sizeof(type) * (cols), #f " is of another type"); \
        LINE(#s "." #f, TYPE(type), "1", cols, offsetof(s, f)); \
    } while (0)

/* a pointer to an array of values */
#define ARRAY(s, f, type, rows, cols) \
    do { \
        _Static_assert(sizeof(*MEMBER(s, f)) == sizeof(type), #f " is of another type"); \
        LINE(#s "." #f, TYPE(type), #rows, cols, offsetof(s, f)); \
    } while (0)

#define TYPE(type) _Generic((type)0, double: "double", float: "float", int: "int", char: "byte")

int main(void) {
    LINE("version", "int", "1", 1, (size_t)mjVERSION_HEADER);

    SIZE(nq);
    SIZE(nv);
    SIZE(nu);
    SIZE(na);
    SIZE(nbody);
    SIZE(njnt);
    SIZE(ngeom);
    SIZE(ntendon);
    SIZE(nwrap);

    VALUES(mjModel, opt.timestep, double, 1);
    VALUES(mjModel, opt.impratio, double, 1);
    VALUES(mjModel, opt.tolerance, double, 1);
    VALUES(mjModel, opt.noslip_tolerance, double, 1);
    VALUES(mjModel, opt.gravity, double, 3);
    VALUES(mjModel, opt.wind, double, 3);
    VALUES(mjModel, opt.magnetic, double, 3);
    VALUES(mjModel, opt.density, double, 1);
    VALUES(mjModel, opt.viscosity, double, 1);
    VALUES(mjModel, opt.o_margin, double, 1);
    VALUES(mjModel, opt.o_solref, double, mjNREF);
    VALUES(mjModel, opt.o_solimp, double, mjNIMP);
    VALUES(mjModel, opt.integrator, int, 1);
    VALUES(mjModel, opt.cone, int, 1);
    VALUES(mjModel, opt.jacobian, int, 1);
    VALUES(mjModel, opt.solver, int, 1);
    VALUES(mjModel, opt.iterations, int, 1);
    VALUES(mjModel, opt.noslip_iterations, int, 1);
    VALUES(mjModel, opt.disableflags, int, 1);
    VALUES(mjModel, opt.enableflags, int, 1);

    ARRAY(mjModel, qpos0, double, nq, 1);
    ARRAY(mjModel, qpos_spring, double, nq, 1);
    ARRAY(mjModel, body_parentid, int, nbody, 1);
    ARRAY(mjModel, body_jntnum, int, nbody, 1);
    ARRAY(mjModel, body_geomnum, int, nbody, 1);
    ARRAY(mjModel, body_pos, double, nbody, 3);
    ARRAY(mjModel, body_quat, double, nbody, 4);
    ARRAY(mjModel, body_ipos, double, nbody, 3);
    ARRAY(mjModel, body_iquat, double, nbody, 4);
    ARRAY(mjModel, body_mass, double, nbody, 1);
    ARRAY(mjModel, body_subtreemass, double, nbody, 1);
    ARRAY(mjModel, body_inertia, double, nbody, 3);
    ARRAY(mjModel, body_invweight0, double, nbody, 2);
    ARRAY(mjModel, jnt_type, int, njnt, 1);
    ARRAY(mjModel, jnt_bodyid, int, njnt, 1);
    ARRAY(mjModel, jnt_limited, char, njnt, 1);
    ARRAY(mjModel, jnt_solref, double, njnt, mjNREF);
    ARRAY(mjModel, jnt_solimp, double, njnt, mjNIMP);
    ARRAY(mjModel, jnt_pos, double, njnt, 3);
    ARRAY(mjModel, jnt_axis, double, njnt, 3);
    ARRAY(mjModel, jnt_stiffness, double, njnt, 1);
    ARRAY(mjModel, jnt_range, double, njnt, 2);
    ARRAY(mjModel, jnt_margin, double, njnt, 1);
    ARRAY(mjModel, dof_solref, double, nv, mjNREF);
    ARRAY(mjModel, dof_solimp, double, nv, mjNIMP);
    ARRAY(mjModel, dof_frictionloss, double, nv, 1);
    ARRAY(mjModel, dof_armature, double, nv, 1);
    ARRAY(mjModel, dof_damping, double, nv, 1);
    ARRAY(mjModel, dof_invweight0, double, nv, 1);
    ARRAY(mjModel, dof_M0, double, nv, 1);
    ARRAY(mjModel, geom_type, int, ngeom, 1);
    ARRAY(mjModel, geom_contype, int, ngeom, 1);
    ARRAY(mjModel, geom_conaffinity, int, ngeom, 1);
    ARRAY(mjModel, geom_condim, int, ngeom, 1);
    ARRAY(mjModel, geom_bodyid, int, ngeom, 1);
    ARRAY(mjModel, geom_priority, int, ngeom, 1);
    ARRAY(mjModel, geom_solmix, double, ngeom, 1);
    ARRAY(mjModel, geom_solref, double, ngeom, mjNREF);
    ARRAY(mjModel, geom_solimp, double, ngeom, mjNIMP);
    ARRAY(mjModel, geom_size, double, ngeom, 3);
    ARRAY(mjModel, geom_rbound, double, ngeom, 1);
    ARRAY(mjModel, geom_pos, double, ngeom, 3);
    ARRAY(mjModel, geom_quat, double, ngeom, 4);
    ARRAY(mjModel, geom_friction, double, ngeom, 3);
    ARRAY(mjModel, geom_margin, double, ngeom, 1);
    ARRAY(mjModel, geom_gap, double, ngeom, 1);
    ARRAY(mjModel, geom_rgba, float, ngeom, 4);
    ARRAY(mjModel, tendon_num, int, ntendon, 1);
    ARRAY(mjModel, tendon_limited, char, ntendon, 1);
    ARRAY(mjModel, tendon_stiffness, double, ntendon, 1);
    ARRAY(mjModel, tendon_damping, double, ntendon, 1);
    ARRAY(mjModel, tendon_frictionloss, double, ntendon, 1);
    ARRAY(mjModel, wrap_type, int, nwrap, 1);
    ARRAY(mjModel, wrap_objid, int, nwrap, 1);
    ARRAY(mjModel, wrap_prm, double, nwrap, 1);
    ARRAY(mjModel, actuator_trntype, int, nu, 1);
    ARRAY(mjModel, actuator_dyntype, int, nu, 1);
    ARRAY(mjModel, actuator_gaintype, int, nu, 1);
    ARRAY(mjModel, actuator_biastype, int, nu, 1);
    ARRAY(mjModel, actuator_trnid, int, nu, 2);
    ARRAY(mjModel, actuator_ctrllimited, char, nu, 1);
    ARRAY(mjModel, actuator_forcelimited, char, nu, 1);
    ARRAY(mjModel, actuator_gainprm, double, nu, mjNGAIN);
    ARRAY(mjModel, actuator_biasprm, double, nu, mjNBIAS);
    ARRAY(mjModel, actuator_ctrlrange, double, nu, 2);
    ARRAY(mjModel, actuator_gear, double, nu, 6);

    VALUES(mjData, warning, int, 2 * mjNWARNING);
    VALUES(mjData, time, double, 1);
    ARRAY(mjData, qpos, double, nq, 1);
    ARRAY(mjData, qvel, double, nv, 1);
    ARRAY(mjData, act, double, na, 1);
    ARRAY(mjData, ctrl, double, nu, 1);
    ARRAY(mjData, qacc_warmstart, double, nv, 1);
    ARRAY(mjData, xpos, double, nbody, 3);
    ARRAY(mjData, xipos, double, nbody, 3);
    ARRAY(mjData, geom_xpos, double, ngeom, 3);
    ARRAY(mjData, geom_xmat, double, ngeom, 9);
    ARRAY(mjData, cinert, double, nbody, 10);
    ARRAY(mjData, cvel, double, nbody, 6);
    ARRAY(mjData, qfrc_actuator, double, nv, 1);
    ARRAY(mjData, cfrc_ext, double, nbody, 6);
    return 0;
}
