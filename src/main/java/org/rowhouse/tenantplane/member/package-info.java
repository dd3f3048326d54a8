/**
 * The users of one tenant, and how they come in.
 *
 * <p>Promise: a sign-in tells nothing about who exists; refresh tokens are used once, and one that
 * comes back ends its session; removing a member, changing roles and logging out void the access
 * tokens on every node within 5 s. A tenant always keeps an admin. Refusal: passwords are never
 * shown, logged or changed here but on creation.
 */
package org.rowhouse.tenantplane.member;
