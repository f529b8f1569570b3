/** Says what is wrong with a data set before a training does. */
package org.onenip.data.check;
