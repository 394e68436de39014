package dev.caravan.embedded;

/**
 * A thesis, an article, a report.
 *
 * @param identifier its OAI identifier, spelt as it should be
 * @param host of the repository that holds it
 * @param local what follows the host in the identifier, a handle mostly
 * @param country of the repository, upper case
 * @param recordId the portals' name for it, {@code BR_…}
 */
record DemoItem(
        String identifier, String host, String local, String country, String recordId, String author, String title) {

    /** What the portals send as the second custom variable. */
    String recordData() {
        return recordId + "|" + author + "|" + title;
    }

    /** The same local part under another host, right or wrong. */
    String identifierAt(String otherHost) {
        return "oai:" + otherHost + ":" + local;
    }

    int number() {
        return Integer.parseInt(local.replaceFirst(".*\\D", ""));
    }
}
