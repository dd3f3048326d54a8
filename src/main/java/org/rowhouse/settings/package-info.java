/**
 * What the environment says, read once at start.
 *
 * <p>Promise: a {@link org.rowhouse.settings.Settings} that exists is whole and valid; it never
 * changes afterwards. Refusal: nonsense is not repaired. Every fault is named in one line, all
 * faults at once, and the deployment fails. Reason: a half-configured multi-tenant server is a leak
 * that waits for traffic. Defaults are safe, never convenient.
 */
package org.rowhouse.settings;
