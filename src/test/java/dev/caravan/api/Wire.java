package dev.caravan.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.embedded.Until;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends what it is told, byte by byte: also what no proper client would. */
final class Wire {

    private static final int PATIENCE_MILLIS = Math.toIntExact(Until.LIMIT.toMillis());

    private Wire() {}

    /** What came back; status 0 when nothing did. */
    record Answer(int status, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    static Socket open(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** A request with the headers that it needs, and these. */
    static Answer ask(int port, String method, String path, String body, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1"));
        lines.addAll(List.of(headers));
        if (Arrays.stream(headers).noneMatch(header -> header.startsWith("Host:"))) {
            lines.add("Host: 127.0.0.1:" + port);
        }
        byte[] bytes = body.getBytes(UTF_8);
        if (bytes.length > 0 || !method.equals("GET")) {
            lines.add("Content-Length: " + bytes.length);
        }
        lines.add("Connection: close");
        return send(port, String.join("\r\n", lines) + "\r\n\r\n", bytes);
    }

    /** Sends this, and reads until the other side closes. */
    static Answer send(int port, String head, byte[] body) throws IOException {
        try (Socket socket = open(port)) {
            try {
                socket.getOutputStream().write(head.getBytes(ISO_8859_1));
                socket.getOutputStream().write(body);
                socket.getOutputStream().flush();
            } catch (SocketException e) {
                // it does not want to hear more, but may have answered
            }
            return read(socket);
        }
    }

    static Answer read(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            in.transferTo(all);
        } catch (SocketException e) {
            // cut off; what came before stands
        }
        return parse(all.toByteArray());
    }

    private static Answer parse(byte[] bytes) {
        String[] parts = new String(bytes, ISO_8859_1).split("\r\n\r\n", 2);
        String[] lines = parts[0].split("\r\n");
        if (!lines[0].matches("HTTP/1[.][01] \\d{3}.*")) {
            return new Answer(0, Map.of(), "");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(":", 2);
            headers.merge(header[0], header[1].strip(), (one, other) -> one + ", " + other);
        }
        String body = parts.length == 1 ? "" : parts[1];
        if (headers.getOrDefault("Transfer-Encoding", "").equals("chunked")) {
            body = joined(body);
        }
        return new Answer(
                Integer.parseInt(lines[0].substring(9, 12)), headers, new String(body.getBytes(ISO_8859_1), UTF_8));
    }

    private static String joined(String chunks) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (at < chunks.length()) {
            int end = chunks.indexOf("\r\n", at);
            int length = Integer.parseInt(chunks.substring(at, end), 16);
            body.append(chunks, end + 2, end + 2 + length);
            at = end + 2 + length + 2;
        }
        return body.toString();
    }
}
