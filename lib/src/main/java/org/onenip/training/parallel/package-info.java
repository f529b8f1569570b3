/** One batch over several devices. */
package org.onenip.training.parallel;
