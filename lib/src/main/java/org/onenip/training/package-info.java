/** Losses, optimizer, schedules, the feature cache and the training loop. */
package org.onenip.training;
