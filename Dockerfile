# syntax=docker/dockerfile:1
# The service alone. DuckDB is a native library: the images must have glibc and libstdc++6 (Debian, not Alpine). The fonts
# are for the charts of 'volume'.
ARG BUILD_IMAGE=eclipse-temurin:17-jdk-jammy
ARG RUN_IMAGE=eclipse-temurin:17-jre-jammy

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
# the libraries first: this layer stays as long as pom.xml does
RUN ./mvnw -q -B -DincludeScope=runtime -DoutputDirectory=target/lib dependency:copy-dependencies
COPY src/main src/main
# there are no tests here, nor the servers that they need
RUN ./mvnw -q -B -Dmaven.test.skip=true package

FROM ${RUN_IMAGE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends libstdc++6 fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /caravan --shell /usr/sbin/nologin caravan \
    && mkdir -p /caravan/work /caravan/maps \
    && chown caravan /caravan/work
WORKDIR /caravan
# by how often they change: the libraries, what an operator sets, the program
COPY --from=build /build/target/lib lib
COPY LICENSE NOTICE caravan ./
COPY application.properties ./
COPY routes routes
COPY --from=build /build/target/caravan.jar ./
USER caravan
# files of work in progress; big months spill here
VOLUME /caravan/work
ENV CARAVAN_PROFILE=prod
EXPOSE 8080 9876
STOPSIGNAL SIGTERM
# needs no curl: bash speaks to the management port itself
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${CARAVAN_MANAGEMENT_PORT:-9876} && printf 'GET /observe/health/live HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q '^HTTP/1[.][01] 200' <&3"]
ENTRYPOINT ["/caravan/caravan"]
CMD ["serve"]
