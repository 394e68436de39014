package dev.caravan.alerts;

/**
 * Something that an operator should know of, as long as it holds.
 *
 * @param key for example {@code dead-letters/matomo/matomo-schema}: the same cause has the same key
 * @param rule {@code dead-letters}, {@code late}, {@code figures} or {@code files}
 * @param title one line
 * @param text lines for a person: what it is about, and what to do
 * @param certain false keeps an alert that is open, but opens none
 */
record Cause(String key, String rule, String pipeline, String title, String text, boolean certain) {}
