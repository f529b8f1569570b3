/** Code of users: a script or a jar that registers what it brings. */
package org.onenip.plug;
