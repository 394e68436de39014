package dev.caravan.visitfiles.report;

/**
 * Why a whole file is no report of the layout.
 *
 * @param code {@code L-01} to {@code L-08}
 * @param message what was expected and what was found, at most 1,000 characters
 */
public record LayoutError(String code, String message) {}
