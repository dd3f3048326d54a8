/**
 * Domains of tenants' own, proved by a DNS record.
 *
 * <p>Promise: a tenant is served at a domain only after it has proved it by a TXT record that holds
 * a random value made for this tenant and this claim. A domain is one tenant's at a time. Others
 * may claim it too, because a claim alone means nothing; who proves it while another has it gets it
 * only when the other's proof has left the DNS, which is looked up at that moment. Proofs are
 * looked up again every day: one that is absent three times, an hour apart, loses the domain.
 * Domains travel to all nodes with the tenants, by the same counter: one that is removed or lost is
 * served nowhere after 5 s. Refusal: a DNS that does not answer, or answers with a failure, proves
 * nothing and takes nothing away; names of the service itself cannot be claimed, nor can names with
 * letters beyond ASCII (their punycode can: what a Unicode name stands for differs between
 * standards).
 *
 * <p>The DNS is asked by the JDK, the servers of the system or those of the settings; the answers
 * are believed as the service believes its own resolver, so let that validate DNSSEC.
 */
package org.rowhouse.controlplane.domain;
