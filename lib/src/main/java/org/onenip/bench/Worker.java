package org.onenip.bench;

import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import com.google.gson.Gson;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.onenip.backbone.Backbone;
import org.onenip.backbone.Backbones;

/**
 * The process that does the work of one group: for each line on its standard input, the key of a
 * part or {@code facts}, it prints one line of JSON. It ends with its input. The peer, {@code
 * lib/bench/peer.py}, speaks the same way.
 */
final class Worker {
  /** The question after engine, threads and the peak of resident memory so far. */
  static final String FACTS = "facts";

  private Worker() {}

  /** Arguments: group, backbone, image size. */
  public static void main(String[] args) throws IOException {
    var group = Group.valueOf(args[0]);
    int size = Integer.parseInt(args[2]);
    try (var work = work(group, args[1], size);
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        Object answer = line.equals(FACTS) ? facts(group) : timed(work, Part.of(line));
        System.out.println(new Gson().toJson(answer));
      }
    }
  }

  /** Adds the processor time of all threads, which others on the machine disturb least. */
  private static Map<String, Double> timed(Work work, Part part) {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
      return work.run(part);
    }
    long start = system.getProcessCpuTime();
    var seconds = new LinkedHashMap<>(work.run(part));
    seconds.put("cpu_" + part, (system.getProcessCpuTime() - start) / 1e9);
    return seconds;
  }

  private static Work work(Group group, String backbone, int size) {
    return switch (group) {
      case INFERENCE -> new InferenceWork(backbone(backbone), size);
      case TRAINING -> trainings(backbone(backbone), size);
      case METRICS -> new MetricsWork(size);
      case DATA -> new DataWork(size);
      case START_UP -> throw new IllegalArgumentException("it is a process of its own");
    };
  }

  /** One training at a time, of the part that is asked for. */
  private static Work trainings(Backbone backbone, int size) {
    return new Work() {
      private TrainingWork current;

      @Override
      public Map<String, Double> run(Part part) {
        if (current == null || !current.isOf(part)) {
          close();
          current = new TrainingWork(backbone, size, part);
        }
        return current.run(part);
      }

      @Override
      public void close() {
        if (current != null) {
          current.close();
        }
      }
    };
  }

  /** With weights that are at hand, else with random ones. */
  static Backbone backbone(String spec) {
    var device = Engine.getInstance().defaultDevice();
    return Backbones.atHand(spec) ? Backbones.load(spec, device) : Backbones.random(spec, device);
  }

  /** Engine, where the group has one, and memory. */
  static Map<String, Object> facts(Group group) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("peak_rss_mib", ResidentMemory.peakMib());
    if (group == Group.INFERENCE || group == Group.TRAINING) {
      var engine = Engine.getInstance();
      facts.put("engine", engine.getEngineName() + " " + engine.getVersion());
      facts.put("threads", ai.djl.pytorch.jni.JniUtils.getNumThreads());
      var device = engine.defaultDevice();
      facts.put("device", device.isGpu() ? "GPU" : "CPU");
      if (device.isGpu() && CudaUtils.hasCuda()) { // what was needed once is kept
        facts.put("device_mib", CudaUtils.getGpuMemory(device).getUsed() / (double) (1 << 20));
      }
    }
    return facts;
  }
}
