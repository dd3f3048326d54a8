package org.rowhouse.tenancy.account;

import java.util.UUID;
import java.util.function.Consumer;
import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;

/** The domains of the current tenant. */
public interface Domains {

  Page<Domain> list(Paging paging);

  /**
   * @throws org.rowhouse.http.Problem 404 when this tenant has none with this id, whoever else may
   */
  Domain get(UUID id);

  /**
   * Claims a domain; one that this tenant claims already is answered as it is.
   *
   * @throws org.rowhouse.http.Problem 400 when the name is none that a tenant can have, 409 when
   *     there are too many
   */
  Domain claim(String name);

  /**
   * Asks the DNS for the proof; from then on the tenant is served at the domain.
   *
   * @throws org.rowhouse.http.Problem 404; 409 when the proof is not there, or another tenant has
   *     the domain and its proof is; 503 when the DNS does not answer
   */
  Domain prove(UUID id);

  /**
   * Gives the domain up: at once on this node, within 5 s on all.
   *
   * @param condition throws unless the domain is as the caller knows it
   * @throws org.rowhouse.http.Problem 404
   */
  void remove(UUID id, Consumer<Domain> condition);
}
