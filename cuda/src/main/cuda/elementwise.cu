// One thread a number.

extern "C" __global__ void fill(float *y, float value, int n) {
    int i = place();
    if (i < n) {
        y[i] = value;
    }
}

extern "C" __global__ void copy(const float *x, float *y, int n) {
    int i = place();
    if (i < n) {
        y[i] = x[i];
    }
}

// Where to is a number in memory, so that a recorded graph can be replayed for another row.
extern "C" __global__ void copyToRow(const float *x, float *y, const float *row, int width, int column, int n) {
    int i = place();
    if (i < n) {
        y[(int) *row * width + column + i] = x[i];
    }
}

// Between two layouts of up to four axes. Axes along which y stands still are the last two, s0 and s1 long: their values
// are added up by the one thread that owns the destination, in the order in which the host would add them.
extern "C" __global__ void copyStrided(const float *x, float *y, int n, int d1, int d2, int d3, int x0, int x1, int x2,
        int x3, int y0, int y1, int y2, int y3, int s0, int s1, int xs0, int xs1, int add) {
    int i = place();
    if (i < n) {
        int i3 = i % d3, rest = i / d3;
        int i2 = rest % d2, rest2 = rest / d2;
        int i1 = rest2 % d1, i0 = rest2 / d1;
        const float *from = x + i0 * x0 + i1 * x1 + i2 * x2 + i3 * x3;
        float *to = y + i0 * y0 + i1 * y1 + i2 * y2 + i3 * y3;
        float value = *to;
        for (int a = 0; a < s0; a++) {
            for (int b = 0; b < s1; b++) {
                value = add ? value + from[a * xs0 + b * xs1] : from[a * xs0 + b * xs1];
            }
        }
        *to = value;
    }
}

extern "C" __global__ void affine(const float *x, float scale, float shift, float *y, int n) {
    int i = place();
    if (i < n) {
        y[i] = scale * x[i] + shift;
    }
}

extern "C" __global__ void axpy(float scale, const float *x, float *y, int n) {
    int i = place();
    if (i < n) {
        y[i] += scale * x[i];
    }
}

extern "C" __global__ void unary(int f, float p, const float *x, float *y, int n) {
    int i = place();
    if (i < n) {
        y[i] = unaryValue(f, p, x[i]);
    }
}

extern "C" __global__ void unaryGrad(int f, float p, const float *x, const float *y, const float *dy, float *dx, int n) {
    int i = place();
    if (i < n) {
        dx[i] += dy[i] * unarySlope(f, p, x[i], y[i]);
    }
}

extern "C" __global__ void clamp(const float *x, float low, float high, float *y, int n) {
    int i = place();
    if (i < n) {
        y[i] = smaller(larger(x[i], low), high);
    }
}

extern "C" __global__ void clampGrad(const float *x, float low, float high, const float *dy, float *dx, int n) {
    int i = place();
    if (i < n) {
        dx[i] += x[i] >= low && x[i] <= high ? dy[i] : 0.0f;
    }
}

extern "C" __global__ void binary(int f, const float *a, int ea, const float *b, int eb, float *y, int cols, int n) {
    int i = place();
    if (i < n) {
        y[i] = binaryValue(f, a[expanded(ea, i, cols)], b[expanded(eb, i, cols)]);
    }
}

// dy·∂f/∂a, or ∂f/∂b where ofB is set: added to d, or stored there to be summed over what the operand repeats.
extern "C" __global__ void binaryGrad(int f, int ofB, const float *a, int ea, const float *b, int eb, const float *y,
        const float *dy, float *d, int cols, int add, int n) {
    int i = place();
    if (i < n) {
        float left = a[expanded(ea, i, cols)], right = b[expanded(eb, i, cols)];
        float g = dy[i] * (ofB ? slopeB(f, left, right, y[i]) : slopeA(f, left, right, y[i]));
        d[i] = add ? d[i] + g : g;
    }
}
