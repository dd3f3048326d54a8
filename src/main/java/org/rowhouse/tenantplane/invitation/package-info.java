/**
 * Invitations: how somebody becomes a member and chooses a password that nobody else has seen.
 *
 * <p>Promise: an invitation makes one member and is gone then, whoever accepts it at once; it ends
 * after seven days, when it is withdrawn, when the same address is invited again, and as soon as
 * who gave it is no admin any more. Its token is told once, to the admin who gives it and passes it
 * on, and lies in the database as a hash. Every refusal of a token is the same, and no password is
 * hashed for one. Refusal: no mail is sent from here. The e-mail address is the invitation's: who
 * accepts it cannot take another, nor another role.
 */
package org.rowhouse.tenantplane.invitation;
