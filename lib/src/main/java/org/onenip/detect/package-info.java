/**
 * What every method shares: the detector and its maps, scores, thresholds, features, the run's
 * folder.
 */
package org.onenip.detect;
