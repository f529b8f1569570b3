/** Tables, figures, overlays and the HTML report; computes nothing. */
package org.onenip.report;
