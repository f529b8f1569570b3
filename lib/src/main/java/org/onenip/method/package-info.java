/** The methods by name, their saved detectors, and published checkpoints. */
package org.onenip.method;
