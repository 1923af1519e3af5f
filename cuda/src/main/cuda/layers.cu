// What surrounds the matrix products of a layer.

// y = act(y + b), in place: the product lies in y.
extern "C" __global__ void biasActivation(float *y, const float *b, int act, int out, int n) {
    int i = place();
    if (i < n) {
        y[i] = activationValue(act, y[i] + b[i % out]);
    }
}

// g = dy·act'(y), in place.
extern "C" __global__ void activationGrad(int act, const float *y, float *dy, int n) {
    int i = place();
    if (i < n) {
        dy[i] *= activationSlope(act, y[i]);
    }
}
