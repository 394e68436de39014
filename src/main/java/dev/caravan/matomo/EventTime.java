package dev.caravan.matomo;

import java.time.Instant;

/** When something happened at a site, to the second, as Matomo stores it. */
public record EventTime(int site, Instant second) {}
