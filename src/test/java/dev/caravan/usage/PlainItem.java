package dev.caravan.usage;

import java.util.SortedMap;

/**
 * The figures of one item. Equal when the {@linkplain #line() canonical lines} are.
 *
 * @param country of the item, {@code XX} when unknown
 * @param byCountry visitor country to views, outlinks, downloads, conversions; the empty text stands for null;
 *     in code point order; never empty, may hold four zeros
 */
record PlainItem(
        String identifier,
        String country,
        long views,
        long outlinks,
        long downloads,
        long conversions,
        SortedMap<String, long[]> byCountry) {

    /** One JSON object without spaces or line end; countries sorted, null first. */
    String line() {
        StringBuilder json = new StringBuilder("{\"identifier\":");
        json.append(quoted(identifier)).append(",\"country\":").append(quoted(country));
        counts(json, views, outlinks, downloads, conversions);
        json.append(",\"stats_by_country\":[");
        String separator = "";
        for (var entry : byCountry.entrySet()) {
            String visitors = entry.getKey().isEmpty() ? "null" : quoted(entry.getKey());
            json.append(separator).append("{\"country\":").append(visitors);
            counts(json, entry.getValue());
            json.append('}');
            separator = ",";
        }
        return json.append("]}").toString();
    }

    private static void counts(StringBuilder json, long... counts) {
        json.append(",\"views\":").append(counts[0]);
        json.append(",\"outlinks\":").append(counts[1]);
        json.append(",\"downloads\":").append(counts[2]);
        json.append(",\"conversions\":").append(counts[3]);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> json.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return json.append('"').toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlainItem item && item.line().equals(line());
    }

    @Override
    public int hashCode() {
        return line().hashCode();
    }

    @Override
    public String toString() {
        return line();
    }
}
