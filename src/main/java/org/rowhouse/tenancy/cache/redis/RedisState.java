package org.rowhouse.tenancy.cache.redis;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.rowhouse.http.Informative;

/** Whether Redis answers: {@code OFF} without a URL. */
@ApplicationScoped
public class RedisState implements Informative {

  private final Redis redis;

  RedisState() {
    redis = null;
  }

  @Inject
  public RedisState(Redis redis) {
    this.redis = redis;
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String state() {
    return !redis.isOn() ? "OFF" : redis.answers() ? "UP" : "DOWN";
  }
}
