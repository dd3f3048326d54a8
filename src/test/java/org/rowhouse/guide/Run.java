package org.rowhouse.guide;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs a test class as Maven would. */
final class Run {

  private Run() {}

  /**
   * @throws Exception what its first failing test threw
   */
  static void allTestsOf(Class<?> type) throws Exception {
    var heard = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(type)).build(), heard);
    TestExecutionSummary summary = heard.getSummary();
    if (!summary.getFailures().isEmpty()) {
      Throwable thrown = summary.getFailures().get(0).getException();
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    }
    if (summary.getTestsSucceededCount() == 0) {
      throw new IllegalStateException(type + " has no test");
    }
  }
}
