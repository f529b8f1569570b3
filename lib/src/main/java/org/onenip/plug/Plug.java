package org.onenip.plug;

/**
 * What a jar brings to {@code --plug}: a class that gives decoders, syntheses, backbones or methods
 * their names. The jar names the class in {@code META-INF/services/org.onenip.plug.Plug}.
 */
public interface Plug {
  /** Registers all that the jar has; called once a run of the command line. */
  void register();
}
