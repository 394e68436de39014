package dev.caravan.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** An alert as signed JSON. */
final class Webhook {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Webhook() {}

    static String body(AlertMessage message) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", message.alertId());
        body.put("kind", message.kind().word());
        body.put("rule", message.rule());
        body.put("cause", message.cause());
        body.put("pipeline", message.pipeline());
        body.put("title", message.title());
        body.put("text", message.text());
        body.put("openedAt", message.openedAt().toString());
        body.put(
                "recoveredAt",
                message.recoveredAt() == null ? null : message.recoveredAt().toString());
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts are always JSON", e);
        }
    }

    /** @param now goes into the signature, so that a receiver can refuse what somebody sends again later */
    static Map<String, String> headers(AlertMessage message, String body, Secret secret, Instant now) {
        String timestamp = Long.toString(now.getEpochSecond());
        return Map.of(
                "Content-Type",
                "application/json",
                "X-Caravan-Delivery",
                message.deliveryId(),
                "X-Caravan-Timestamp",
                timestamp,
                "X-Caravan-Signature",
                "sha256=" + hmac(secret, timestamp + "." + body));
    }

    /** HMAC-SHA256 in lower-case hexadecimal; key and text in UTF-8. */
    static String hmac(Secret secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }
}
