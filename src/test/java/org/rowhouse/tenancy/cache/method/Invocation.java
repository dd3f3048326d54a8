package org.rowhouse.tenancy.cache.method;

import jakarta.interceptor.InvocationContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;

/** A call of a method, as a container makes it. */
record Invocation(Object target, Method method, Object... parameters) implements InvocationContext {

  static Invocation of(Object target, String name, Object... parameters) {
    for (Method method : target.getClass().getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return new Invocation(target, method, parameters);
      }
    }
    throw new AssertionError(name);
  }

  @Override
  public Object getTarget() {
    return target;
  }

  @Override
  public Object getTimer() {
    return null;
  }

  @Override
  public Method getMethod() {
    return method;
  }

  @Override
  public java.lang.reflect.Constructor<?> getConstructor() {
    return null;
  }

  @Override
  public Object[] getParameters() {
    return parameters;
  }

  @Override
  public void setParameters(Object[] parameters) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Object> getContextData() {
    return Map.of();
  }

  @Override
  public Object proceed() throws Exception {
    try {
      return method.invoke(target, parameters);
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }
}
