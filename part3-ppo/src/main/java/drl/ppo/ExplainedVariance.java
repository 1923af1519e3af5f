package drl.ppo;

/// How much of the returns' variance the critic had foreseen: 1 for all of it, 0 for no better than a constant, below 0
/// for worse.
final class ExplainedVariance {

    private ExplainedVariance() {
    }

    /// 1 − Var(returns − values)/Var(returns), not a number if the returns are all the same.
    static double of(float[] values, float[] returns) {
        double meanReturn = 0, meanError = 0;
        for (int i = 0; i < returns.length; i++) {
            meanReturn += returns[i];
            meanError += returns[i] - values[i];
        }
        meanReturn /= returns.length;
        meanError /= returns.length;
        double spread = 0, error = 0;
        for (int i = 0; i < returns.length; i++) {
            double r = returns[i] - meanReturn, e = returns[i] - values[i] - meanError;
            spread += r * r;
            error += e * e;
        }
        return spread == 0 ? Double.NaN : 1 - error / spread;
    }
}
