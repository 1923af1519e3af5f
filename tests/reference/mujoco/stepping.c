/* Steps a robot under random actions as Gymnasium's loop does, for stepping.sh to compare with Java:
 *
 *   stepping MODEL.xml FRAME_SKIP STEPS ROUNDS
 *
 * prints steps per second of processor time, a line a round. An episode has 1000 steps; action, observation and reward are copied and
 * computed as drl.env.mujoco.HalfCheetah does. */
#include <mujoco/mujoco.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t state = 1;

/* Knuth's MMIX generator, in -1 ... 1; the same in SteppingRate. */
static double uniform(void) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) * 0x1p-52 - 1;
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: %s MODEL.xml FRAME_SKIP STEPS ROUNDS\n", argv[0]);
        return 2;
    }
    char error[1000] = "";
    mjModel *m = mj_loadXML(argv[1], NULL, error, sizeof error);
    if (!m) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    mjData *d = mj_makeData(m);
    int skip = atoi(argv[2]), steps = atoi(argv[3]), rounds = atoi(argv[4]);
    float *obs = malloc(sizeof(float) * (m->nq + m->nv));
    double sum = 0;
    for (int round = 0; round < rounds; round++) {
        struct timespec start, end;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
        for (int t = 0; t < steps; t++) {
            if (t % 1000 == 0) {
                mj_resetData(m, d);
                mj_forward(m, d);
            }
            double before = d->qpos[0], effort = 0;
            for (int i = 0; i < m->nu; i++) {
                d->ctrl[i] = (float)uniform();
                effort += d->ctrl[i] * d->ctrl[i];
            }
            for (int i = 0; i < skip; i++) {
                mj_step(m, d);
            }
            for (int i = 1; i < m->nq; i++) {
                obs[i - 1] = (float)d->qpos[i];
            }
            for (int i = 0; i < m->nv; i++) {
                obs[m->nq - 1 + i] = (float)d->qvel[i];
            }
            sum += (d->qpos[0] - before) / (skip * m->opt.timestep) - 0.1 * effort + obs[0];
        }
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
        printf("%.0f\n", steps / (end.tv_sec - start.tv_sec + 1e-9 * (end.tv_nsec - start.tv_nsec)));
    }
    fprintf(stderr, "checksum %.17g\n", sum);
    mj_deleteData(d);
    mj_deleteModel(m);
    free(obs);
    return 0;
}
