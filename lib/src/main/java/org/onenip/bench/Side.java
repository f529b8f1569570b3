package org.onenip.bench;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured of one program, ours or the peer. */
public final class Side {
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
  private final Map<Group, Double> peaks = new EnumMap<>(Group.class);
  private final Map<Group, Double> devicePeaks = new EnumMap<>(Group.class);
  private String engine = "";
  private int threads;

  void add(Map<String, Double> once) {
    once.forEach((name, s) -> seconds.computeIfAbsent(name, key -> new ArrayList<>()).add(s));
  }

  void add(Group group, JsonObject facts) {
    if (facts.has("peak_rss_mib")) {
      peaks.put(group, facts.get("peak_rss_mib").getAsDouble());
    }
    if (facts.has("device_mib")) {
      devicePeaks.put(group, facts.get("device_mib").getAsDouble());
    }
    if (facts.has("engine")) {
      engine = facts.get("engine").getAsString() + ", " + facts.get("device").getAsString();
      threads = facts.get("threads").getAsInt();
    }
  }

  /** How long each part took and what parts are made of, in the order of measuring. */
  public Map<String, Timings> timings() {
    var timings = new LinkedHashMap<String, Timings>();
    seconds.forEach((name, all) -> timings.put(name, new Timings(all)));
    return timings;
  }

  /** Peak of resident memory of each group's process in MiB, where the system tells. */
  public Map<Group, Double> peaks() {
    return Collections.unmodifiableMap(peaks);
  }

  /** Memory of the GPU in MiB that was in use after each group's work, where it is known. */
  public Map<Group, Double> devicePeaks() {
    return Collections.unmodifiableMap(devicePeaks);
  }

  /** Name and version of the engine, and where it ran. */
  public String engine() {
    return engine;
  }

  /** Threads that the engine computes one operation with. */
  public int threads() {
    return threads;
  }
}
