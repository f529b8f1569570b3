/** The command line. */
package org.onenip.cli;
