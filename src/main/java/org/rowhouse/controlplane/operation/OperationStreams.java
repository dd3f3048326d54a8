package org.rowhouse.controlplane.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.UUID;
import org.rowhouse.controlplane.EventStreams;
import org.rowhouse.controlplane.EventStreams.Look;
import org.rowhouse.http.Problem;

/** Operations as server-sent events. */
@ApplicationScoped
public class OperationStreams {

  private final Operations operations;
  private final EventStreams streams;

  OperationStreams() {
    this(null, null);
  }

  @Inject
  public OperationStreams(Operations operations, EventStreams streams) {
    this.operations = operations;
    this.streams = streams;
  }

  /**
   * @throws Problem 404 when there is no such operation
   */
  StreamingOutput of(UUID id) {
    return streams.of(
        () -> {
          Operation now = operations.byId(id).orElseThrow(Problem::notFound);
          return new Look(OperationView.of(now), now.isFinished());
        });
  }
}
