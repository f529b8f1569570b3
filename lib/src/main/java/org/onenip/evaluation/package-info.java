/** A detector's figures on a test set. */
package org.onenip.evaluation;
