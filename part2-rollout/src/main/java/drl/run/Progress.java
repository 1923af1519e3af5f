package drl.run;

/// Shows how far a run is.
interface Progress extends AutoCloseable {

    /// Shows nothing.
    Progress NONE = new Progress() {
        @Override
        public void iteration(Iteration iteration, Rows rows) {
        }

        @Override
        public void close() {
        }
    };

    /// Called at the end of every iteration.
    ///
    /// @param rows the iteration's points
    void iteration(Iteration iteration, Rows rows);

    /// Called when there will be no further iteration.
    @Override
    void close();
}
