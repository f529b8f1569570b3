/** UniAD, the predecessor: no prompt, no refiner. */
package org.onenip.method.uniad;
