/**
 * A run as a whole: configuration, presets, training, evaluation, prediction, measuring protocols.
 */
package org.onenip.run;
