/** Pseudo anomalies (section 3.3 of the paper): CutPaste, DRAEM and their mixture. */
package org.onenip.synthesis;
