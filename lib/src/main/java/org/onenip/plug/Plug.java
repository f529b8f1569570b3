package org.onenip.plug;

/**
 * What a source file or a jar brings to {@code --plug}: a class that gives decoders, syntheses,
 * backbones or methods their names. A source file holds the class of its own name; a jar names its
 * class in {@code META-INF/services/org.onenip.plug.Plug}.
 */
public interface Plug {
  /** Registers all that there is; called once a run of the command line. */
  void register();
}
