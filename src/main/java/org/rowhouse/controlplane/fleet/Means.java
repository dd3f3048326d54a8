package org.rowhouse.controlplane.fleet;

import java.util.concurrent.Executor;
import org.rowhouse.controlplane.catalog.Census;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.fleet.run.Decisions;
import org.rowhouse.controlplane.fleet.run.RunHomes;
import org.rowhouse.controlplane.fleet.run.Runs;
import org.rowhouse.controlplane.server.OwnerConnections;

/** What a run is conducted with. */
record Means(
    Runs runs,
    RunHomes results,
    Decisions decisions,
    Census census,
    Homes homes,
    OwnerConnections connections,
    Walls walls,
    Policy policy,
    Executor threads) {}
