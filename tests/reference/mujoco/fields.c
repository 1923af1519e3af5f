/* Finds fields of MuJoCo's structs by name, through the macros that list them all: for mujoco_engine.py, which compiles
 * this against Debian's libmujoco-dev and needs nothing else to use the engine from Python. */
#include <mujoco/mujoco.h>
#include <mujoco/mjxmacro.h>
#include <stddef.h>
#include <string.h>

#undef MJ_M
#define MJ_M(n) m->n

/* The type of a field's values: double, int, float, byte. */
#define KIND(type) (strcmp(#type, "mjtNum") == 0 ? 'd' : strcmp(#type, "int") == 0 ? 'i' : \
    strcmp(#type, "float") == 0 ? 'f' : 'b')

/* Returns where a field's values lie, their kind and how many there are; NULL if there is no field of that name. */
const void *model_field(const mjModel *m, const char *name, char *kind, int *rows, int *cols) {
#define X(n) if (strcmp(name, #n) == 0) { *kind = 'i'; *rows = *cols = 1; return &m->n; }
    MJMODEL_INTS
#undef X
#define X(type, n) if (strcmp(name, "opt." #n) == 0) { *kind = KIND(type); *rows = *cols = 1; return &m->opt.n; }
    MJOPTION_SCALARS
#undef X
#define X(n, size) if (strcmp(name, "opt." #n) == 0) { *kind = 'd'; *rows = 1; *cols = size; return m->opt.n; }
    MJOPTION_VECTORS
#undef X
    MJMODEL_POINTERS_PREAMBLE(m)
    (void)nmocap, (void)nq, (void)nv, (void)nu, (void)na;
#define X(type, n, nr, nc) \
    if (strcmp(name, #n) == 0) { *kind = KIND(type); *rows = m->nr; *cols = nc; return m->n; }
    MJMODEL_POINTERS
#undef X
    return NULL;
}

void *data_field(const mjModel *m, mjData *d, const char *name, char *kind, int *rows, int *cols) {
    MJDATA_POINTERS_PREAMBLE(m)
    (void)nv;
#define X(type, n, nr, nc) \
    if (strcmp(name, #n) == 0) { *kind = KIND(type); *rows = m->nr; *cols = nc; return d->n; }
    MJDATA_POINTERS
#undef X
    return NULL;
}
