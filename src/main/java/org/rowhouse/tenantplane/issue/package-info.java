/**
 * Issues of a project.
 *
 * <p>Promise: the issues of a project are numbered 1, 2, 3 without gaps, whatever fails or runs at
 * once, and a number is never given twice. Reason: the number is taken from a counter row in the
 * transaction of the issue, under the lock of the project. Labels lie in the issue's own row, so a
 * page of issues is one query.
 */
package org.rowhouse.tenantplane.issue;
