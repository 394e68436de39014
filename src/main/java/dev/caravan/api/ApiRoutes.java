package dev.caravan.api;

import dev.caravan.reports.ReportSettings;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * HTTP in, HTTP out; {@link Api} decides everything.
 *
 * <pre>
 * platform-http:/api/v1/…, /report/… ──▶ api.&lt;operationId&gt; ──▶ Api.answer
 * </pre>
 */
public final class ApiRoutes extends RouteBuilder {

    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Who sends one of these is not the client, but in between. */
    private static final List<String> FORWARDED = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

    private final Api api;
    private final Access access;
    private final HttpSettings http;
    private final ReportSettings reports;

    public ApiRoutes(Api api, HttpSettings http, ReportSettings reports) {
        this.api = api;
        this.access = new Access(http.token(), reports.open());
        this.http = http;
        this.reports = reports;
    }

    @Override
    public void configure() throws Exception {
        getContext().getRegistry().bind("apiServer", server());
        getContext().getRegistry().bind("apiHeaders", headers());
        getContext().addStartupListener((context, started) -> {
            VertxPlatformHttpRouter router =
                    VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(http.port()));
            Cors.allow(router, reports.origins());
            ApiErrors.handle(router, http.requestTimeout());
        });
        for (Operation operation : Operation.values()) {
            from("platform-http:" + operation.url() + "?httpMethodRestrict=" + operation.method()
                            + "&headerFilterStrategy=#apiHeaders")
                    .routeId("api." + operation.id())
                    .process(exchange -> send(exchange.getMessage(), api.answer(request(operation, exchange), access)))
                    .id("api." + operation.id() + ".answer");
        }
    }

    /** Without it the interface would be looked for at port 8080, as there is a second server. */
    private VertxPlatformHttpServerConfiguration server() {
        VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
        server.setBindHost(http.host());
        server.setBindPort(http.port());
        return server;
    }

    /** Neither way does a header of Camel's pass; unlike Camel's own filter, this one lets Cache-Control out. */
    private static HeaderFilterStrategy headers() {
        DefaultHeaderFilterStrategy headers = new DefaultHeaderFilterStrategy();
        headers.setLowerCase(true);
        headers.setInFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
        headers.setOutFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
        return headers;
    }

    private static ApiRequest request(Operation operation, Exchange exchange) {
        Message in = exchange.getMessage();
        byte[] body = in.getBody(byte[].class);
        return new ApiRequest(
                operation,
                text(in, Exchange.HTTP_PATH),
                text(in, Exchange.HTTP_QUERY),
                in.getHeader(Exchange.CONTENT_TYPE, String.class),
                in.getHeader("Authorization", String.class),
                in.getHeader("Accept", String.class),
                in.getHeader("If-None-Match", String.class),
                local(in),
                body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }

    /** A name of this machine is asked for as well: a web page that was given our address has its own. */
    private static boolean local(Message in) {
        return loopback(in.getHeader(VertxPlatformHttpConstants.REMOTE_ADDRESS))
                && LOCAL_NAMES.contains(host(text(in, Exchange.HTTP_URL)))
                && FORWARDED.stream().noneMatch(name -> in.getHeader(name) != null);
    }

    /** Of the URL that was asked for: HTTP/2 has no Host header. */
    private static String host(String url) {
        try {
            return String.valueOf(new URI(url).getHost()).toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static boolean loopback(@Nullable Object remote) {
        return remote instanceof SocketAddress address
                && address.isInetSocket()
                && new InetSocketAddress(address.hostAddress(), 0).getAddress().isLoopbackAddress();
    }

    private static String text(Message in, String header) {
        String text = in.getHeader(header, String.class);
        return text == null ? "" : text;
    }

    private static void send(Message out, ApiAnswer answer) {
        out.removeHeaders("*");
        out.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        if (!answer.contentType().isEmpty()) {
            out.setHeader(Exchange.CONTENT_TYPE, answer.contentType());
        }
        out.setHeader("Cache-Control", "no-store");
        out.setHeader("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(out::setHeader);
        out.setBody(answer.body());
    }
}
