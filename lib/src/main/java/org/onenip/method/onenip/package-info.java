/** OneNIP: its objective and batches, what follows the last step, the detector. */
package org.onenip.method.onenip;
