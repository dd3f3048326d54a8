package org.rowhouse.bench.plain;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The same list in a transaction. */
@Path("/in-transaction/projects/{id}/issues")
@ApplicationScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
public class TransactionalIssuesResource extends PlainProjectIssuesResource {}
