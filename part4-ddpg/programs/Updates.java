import com.sun.management.OperatingSystemMXBean;
import drl.backend.Backend;
import drl.ddpg.DDPG;
import drl.ddpg.DdpgHyperparameters;
import drl.ddpg.Streams;
import drl.env.Envs;
import drl.env.wrapper.SeededOnce;
import drl.run.Recorder;
import java.lang.management.ManagementFactory;

/// Updates a second at the tutorial's size, batch 64 and networks of 400 and 300 units, for each number of threads:
/// the median of the rounds, the best, and the processor time of an update on all threads together, which other programs
/// on the machine disturb less (threads that wait for work count as busy). bench/peers/ddpg_pytorch.py does the same
/// with PyTorch.
void main() {
    var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    IO.println("name,threads,median_updates_per_s,best_updates_per_s,cpu_ms_per_update,backend");
    for (int threads = 1; threads <= Runtime.getRuntime().availableProcessors(); threads++) {
        Backend backend = Backend.onCpu(threads);
        Backend.setDefault(backend);
        DDPG ddpg = new DDPG(new SeededOnce(Envs.make("Pendulum-v1"), 1), DdpgHyperparameters.paper(), Streams.of(1));
        ddpg.begin();
        ddpg.learn(2000, Recorder.NONE);
        double[] rates = new double[7];
        long cpu = process.getProcessCpuTime();
        for (int round = 0; round < rates.length; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < 500; i++) {
                ddpg.train();
            }
            rates[round] = 500e9 / (System.nanoTime() - start);
        }
        double cpuMs = (process.getProcessCpuTime() - cpu) / 1e6 / (7 * 500);
        Arrays.sort(rates);
        IO.println("ddpg-update,%d,%.0f,%.0f,%.3f,\"%s\"".formatted(threads, rates[3], rates[6], cpuMs,
                backend.description()));
        backend.close();
    }
}
