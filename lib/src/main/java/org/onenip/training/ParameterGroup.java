package org.onenip.training;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.Map;
import org.onenip.engine.ParameterNames;

/**
 * Parameters that are trained together: their gradients are clipped by one norm.
 *
 * @param parameters by name; a name is in one group only
 * @param rate by which the settings' learning rate is multiplied
 */
public record ParameterGroup(Map<String, Parameter> parameters, double rate) {
  /** All parameters of a network in one group, at the settings' rate. */
  public static List<ParameterGroup> of(Block network) {
    return List.of(new ParameterGroup(ParameterNames.of(network), 1));
  }
}
