package dev.caravan.reports;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Which documents a report is about.
 *
 * @param sites whose indices are asked
 * @param filters OpenSearch queries, all of which must hold
 */
record Scope(SortedSet<Integer> sites, List<Map<String, Object>> filters) {}
