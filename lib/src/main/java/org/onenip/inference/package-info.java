/** From an image to an anomaly map: prompt pool, fusion, the detector. */
package org.onenip.inference;
