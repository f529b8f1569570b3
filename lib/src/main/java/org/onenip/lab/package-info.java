/** JupyterLab with the Java kernel, and notebooks run without a browser. */
package org.onenip.lab;
