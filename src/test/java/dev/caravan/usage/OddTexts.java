package dev.caravan.usage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Texts between a URL, an identifier and nothing like either, made of the pieces that rules look at. */
final class OddTexts {

    private static final String[] PIECES = {
        "oai:",
        "Oai:",
        "oai:http://",
        "oai:https://",
        "oai:HTTP://",
        "http://",
        "https://",
        "HtTpS://",
        "ftp+x-1.0://",
        "1a://",
        "://",
        ":",
        "/",
        "//",
        "?",
        "#",
        ".",
        "?x=/",
        "#/",
        ":8080",
        "repo.br",
        "REPO.BR",
        "1/10",
        "abc:def",
        "a",
        "B",
        "z9",
        "k",
        "\u212a",
        "\u017f",
        "\u0130",
        "i\u0307",
        "\u03a3",
        "\u03c3",
        "\u03c2",
        "\u00d1",
        "\u1e9e",
        "\u00df",
        "\ufb01",
        "\u01c5",
        "\u2126",
        "\ud83d\ude00",
        "\ud801\udc00",
        "\ud835\udc00",
        "\u65e5\u672c",
        "n\u0303",
        "\n",
        "\r\n",
        "\t",
        "\u0085",
        "\u2028",
        "\u00a0",
        " ",
        "\u0000",
        "%20",
        "+",
        "-",
        "\\",
        "\\1",
        "$1",
        "'",
        "\"",
        "jpg",
        "png",
        "txt",
        ".jpg",
        ".JPG",
        ".pdf.jpg",
        ".PDF.Png",
        ".jpeg.jpg",
        ".jpeg.PNG",
        "a.pdf.jpg",
        ".ps.txt",
        "\n.pdf.jpg",
        "\u212a.pdf.jpg",
        "\ud83d\ude00.pdf.jpg",
        ".\u212apg.jpg",
        ".jpg\u0130",
        ".pdf.jpg\n"
    };

    private OddTexts() {}

    /** The null, the empty text, those that other tests use, and {@code count} at random. */
    static List<@Nullable String> of(long seed, int count) {
        Random random = new Random(seed);
        List<@Nullable String> texts = new ArrayList<>();
        Collections.addAll(texts, RandomText.NASTY_URLS);
        Collections.addAll(texts, RandomText.ODD_IDENTIFIERS);
        Collections.addAll(texts, RandomText.BLANKS);
        texts.addAll(RandomText.identifiers(random));
        for (int i = 0; i < count; i++) {
            texts.add(random(random));
        }
        return texts;
    }

    private static String random(Random random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(9); pieces > 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
