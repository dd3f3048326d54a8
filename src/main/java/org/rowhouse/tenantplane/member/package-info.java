/**
 * The users of one tenant, and how they come in.
 *
 * <p>Promise: a sign-in tells nothing about who exists; refresh tokens are used once, and one that
 * comes back ends its session; removing a member, changing roles and logging out, here or
 * everywhere, void the access tokens on every node within 5 s. Changing the password does that to
 * all sessions but the one it is changed in. A tenant always keeps an admin, whoever takes away
 * whom at once. One e-mail address may be a member of many tenants, and is another member in each.
 * Passwords are hashed and checked while no connection is held. Refusal: a password is never shown
 * or logged, and only its member changes it.
 */
package org.rowhouse.tenantplane.member;
