# syntax=docker/dockerfile:1
# One node. docker build -t rowhouse . for Payara Micro, --build-arg SERVER=wildfly for WildFly.
# Runs with a read-only file system: --read-only --tmpfs /tmp. compose.yaml shows how.

FROM maven:3.9.11-eclipse-temurin-25 AS build
ARG SERVER=payara-micro
WORKDIR /build
COPY pom.xml ./
COPY src src
COPY server-config server-config
RUN --mount=type=cache,target=/var/cache/maven \
    export MAVEN_ARGS=-Dmaven.repo.local=/var/cache/maven \
 && mvn -B -P$SERVER -DskipTests -Dspotless.check.skip package \
 && mvn -B -P$SERVER -DincludeScope=test -DoutputDirectory=target/libraries dependency:copy-dependencies \
 && sh server-config/container/build.sh $SERVER /opt/rowhouse

FROM eclipse-temurin:25.0.2_10-jre-noble AS server
ENV JAVA_OPTS="-XX:InitialRAMPercentage=15 -XX:MaxRAMPercentage=50 -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"
RUN useradd --system --uid 10001 --no-create-home --home-dir /tmp rowhouse \
 && install -d -o 10001 -g 10001 /var/log/rowhouse /opt/archive
COPY --from=build /opt/rowhouse /opt/rowhouse
USER 10001:10001
WORKDIR /tmp

# A run of the server on a PostgreSQL of its own, as in the tests: its classes go into an archive that
# saves the next starts their loading. The JVM must be the one that uses it, so this is not the first stage.
FROM server AS train
ARG SERVER=payara-micro
RUN --mount=type=bind,from=build,source=/build,target=/build \
    mkdir -p /tmp/training/target && ln -s /build/target/rowhouse.war /tmp/training/target \
 && java -Drowhouse.war=/tmp/training/target/rowhouse.war \
      -cp "/build/target/test-classes:/build/target/classes:/build/target/libraries/*" \
      org.rowhouse.dev.container.Training $SERVER /opt/rowhouse /opt/archive \
 && rm -rf /tmp/training

FROM server
COPY --from=train /opt/archive /opt/rowhouse/archive
VOLUME /var/log/rowhouse
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=10s --start-period=120s --retries=3 \
  CMD ["bash", "/opt/rowhouse/bin/health.sh"]
ENTRYPOINT ["sh", "/opt/rowhouse/bin/entry.sh"]
