package org.rowhouse.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Makes the settings injectable; the first injection reads them. */
@ApplicationScoped
public class SettingsProducer {

  @Produces
  @Singleton
  Settings settings() {
    return new SettingsReader(
            name -> ConfigProvider.getConfig().getOptionalValue(name, String.class))
        .read();
  }
}
