/**
 * What operators ask of the fleet, and are shown.
 *
 * <p>Promise: a run can be asked for, rehearsed, paused and tried again from any node; whichever
 * node leads does it. Every home of a run is told with what became of it, and every home whose own
 * history is not what the catalog believes.
 *
 * <p>Refusal: nothing here visits a home to change it, and no script is taken from a request.
 * Reason: what runs in homes is what was deployed, and was tested with it.
 */
package org.rowhouse.controlplane.fleet.operator;
