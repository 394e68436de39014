package dev.caravan.bench;

/** The steps from Matomo to the index. */
enum Step {
    EXTRACTION("read + write + upload"),
    FETCH("claim + fetch"),
    STAGES("stages"),
    DOCUMENTS("documents + bulk"),
    REMOVAL("refresh + removal");

    private final String text;

    Step(String text) {
        this.text = text;
    }

    /** The name of this step's part of a figure. */
    String figure(String figure) {
        return figure + "@" + name();
    }

    @Override
    public String toString() {
        return text;
    }
}
