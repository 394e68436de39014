package dev.caravan.api;

import java.util.Map;

/**
 * An answer, ready to send.
 *
 * @param headers beside the content type and those that all answers have
 */
public record ApiAnswer(int status, String contentType, Map<String, String> headers, String body) {}
