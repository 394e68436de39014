package dev.caravan.usage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The texts that {@link RandomUsage} draws from: identifiers, URLs, records, and rules that fit them. */
final class RandomText {

    /** Contents of the variable that starts with an item's country; null among them. */
    static final String[] RECORDS = {
        null,
        null,
        "",
        "B",
        "BR",
        "ab",
        "BR_",
        "BR_aa11|Silva|T\u00edtulo",
        "CL_zz",
        "PE_9",
        "br_",
        "\u00f1u_1",
        "12_",
        "\ud83d\ude00x",
        "\ud83d\ude00xy"
    };

    /** Identifiers without content; null among them. The last two are the no-break and the ideographic space. */
    static final String[] BLANKS = {null, null, "", "", " ", "  ", "\t", " \n ", "\u00a0", "\u3000"};

    /** What is no spelling of an item below, or one that must stay as it is. */
    static final String[] ODD_IDENTIFIERS = {
        "oai:",
        "oai::",
        "oai:/",
        "oai:http://",
        "oai:https:///x:1",
        "oai::1/10",
        "oai::1/abc:def",
        "oai:/x:1/10",
        "oai:example.com",
        "oai:https://example.com",
        "oai:https://repo.br:1",
        "oai:https://:1/10",
        "oai:https://https://repo.br/server:1/10",
        "oai:ftp://repo.br/server:1/10",
        "oai:https:/repo.br:1/10",
        "oai:repo.br:",
        "oai:repo.br:1:10",
        "oai:repo.br/a/b/c:1/10",
        "oai:repo.br/a:b:1/10",
        "oai:repo.br//x:1/10",
        "oai:repo.br:https://x.org/y:1",
        "oai:https://repo.br?x:1",
        "oai:ojs.org:article/1234",
        "oai:scielo:S0102-1",
        "oai:scielo:S0102-2",
        "oai:dnet:0001",
        "oai:dnet:0002",
        "oai:dnet:0003",
        "oai:dnet:0004",
        "oai:gone:1",
        "oai:old.repo.br:1/10",
        "oai:old.repo.br:1/11",
        "oai:old.repo.br:123/abc:def",
        "oai:old.repo.br:https://x/y:1/10",
        "hdl:1/10",
        "1/10",
        "1/11",
        "Solr",
        "http://repo.br/server:1/10",
        "oai",
        "oa",
        "null",
        "\\N",
        "<NA>",
        "%",
        "oai:repo.br:a,b\"c'd\\e",
        "oai:repo.br:a\tb",
        "oai:repo.br:$1",
        "oai:repo.br:&#x3A;1",
        "oai:repo.br:\u00f1/1",
        "oai:repo.br:n\u0303/1",
        "oai:\u00f1and\u00fa.br/rest:\u65e5\u672c/1",
        "oai:repo.br:\ud83d\ude00/1",
        "oai:repo.br:\uff5e/1",
        "oai:repo.br/\ud83d\ude00:1/10"
    };

    private static final String[] HOSTS = {"repo.br", "repo.org", "www.repo.br"};
    private static final String[] LOCALS = {"1/10", "1/11", "20.500.12614/3703", "123/abc:def", "S0102-1", "abc:d/e:f"};

    /** Spellings of one item: {@code %1$s} is the host, {@code %2$s} the local part. */
    private static final String[] SPELLINGS = {
        "oai:%s:%s",
        "oai:%s:%s",
        "oai:https://%s/server:%s",
        "oai:http://%s:%s",
        "oai:https://%s:%s",
        "oai:%s/rest:%s",
        "oai:%s/a/b:%s",
        "oai:https://%s:8080/server:%s",
        "oai:http://%s:8080:%s",
        "oai:%s:8080/server:%s",
        "oai:%s/%s",
        "oai:https://%s/%s",
        "oai:%s/:%s",
        "oai:https://%s/:%s",
        "OAI:%s:%s",
        " oai:%s:%s",
        "oai:%s:%s ",
        "oai: %s:%s",
        "oai:HTTPS://%s/server:%s",
        "Oai:https://%s/server:%s"
    };

    private static final String[] PLAIN_URLS = {
        "repo.br/handle/1/10", "hdl.handle.net/1/10", "https://repo.br/bitstream/1/10/1/a.pdf", "https://doi.org/10.5/1"
    };

    static final String[] NASTY_URLS = {
        null,
        null,
        "",
        "repo.br",
        "repo.br/",
        "https://repo.br",
        "https://a.b.jpg",
        "HTTPS://a.pdf.jpg",
        "a.pdf.jpg",
        "https://a.pdf.jpg/",
        "https://a.b.jpg?x=/c.pdf.jpg",
        "a.b.jpg#/c.pdf.jpg",
        "ftp://x.pdf.jpg",
        "repo.br/handle/x.pdf.jpg",
        "https://repo.br/1/a.pdf.jpg",
        "https://repo.br/1/B.DOC.JPG",
        "https://repo.br/1/x.pdf.png",
        "https://repo.br/1/x.jpeg.jpg",
        "https://repo.br/1/x.JPEG.png",
        "https://repo.br/1/c.docx.jpg",
        "https://repo.br/1/m.mp4.jpg",
        "https://repo.br/1/c.pdf.jpg?sequence=6",
        "https://repo.br/1/c.pdf.jpg?file=x/y.pdf",
        "https://repo.br/1/c.pdf.jpg#page=1/2?z",
        "https://repo.br/1/c.pdf?thumb=/c.pdf.jpg",
        "https://repo.br/1/c.pdf#c.pdf.jpg",
        "https://repo.br/1/a.pdf.txt",
        "https://repo.br/1/a.PdF.TxT?x",
        "https://repo.br/1/a.pdf.jpeg",
        "https://repo.br/1/a.tar.gz.png",
        "https://repo.br/1/thumb.jpg",
        "https://repo.br/1/.pdf.jpg",
        "https://repo.br/1/a..jpg",
        "https://repo.br/1/a.p.jpg",
        "https://repo.br/1/a.ps.jpg",
        "https://repo.br/1/a.abcde.jpg",
        "https://repo.br/1/a.abcdef.jpg",
        "https://repo.br/1/a.1.2.jpg",
        "https://repo.br/1/a.2025.png",
        "https://repo.br/1/a.p-f.jpg",
        "https://repo.br/1/a.p_f.jpg",
        "https://repo.br/1/a pdf.jpg",
        "https://repo.br/1/a.pdf .jpg",
        "https://repo.br/1/a.pdf.jpg%20",
        "https://repo.br/1/a.pdf.jpgx",
        "https://repo.br/1/a.pdf.jpg.zip",
        "https://repo.br/1/a.pdf.gif",
        "https://repo.br/1/a.pdf.jpg;jsessionid=1",
        "https://repo.br/1/pdfxjpg",
        "https://repo.br/1/a.pdfxjpg",
        "https://repo.br/dir.pdf.jpg/view",
        "https://repo.br/1/a.pdf.jpg/",
        "https://repo.br//a.pdf.jpg",
        "https://repo.br:8080/a.pdf.jpg",
        "repo.br/go/https://x.org/a.pdf.jpg",
        "repo.br/\u00f1\u00fa.pdf.jpg",
        "https://repo.br/1/\ud83d\ude00.pdf.jpg",
        "https://repo.br/1/\u00f1.\u00f1\u00f1\u00f1.jpg"
    };

    /** Pattern and replacement in Python's syntax, without a difference between Python, Java and RE2. */
    static final String[][] MAPPINGS = {
        {"^oai:old\\.repo\\.br:(.*)$", "oai:repo.br:\\1"},
        {"^oai:(?P<host>[^:/]+)/rest:(?P<local_part>.+)$", "oai:\\g<host>:\\g<local_part>"},
        {" +", ""},
        {"^([0-9]+)/([0-9]+)$", "oai:https://repo.br/server:\\g<1>/\\g<2>"},
        {"^hdl:(.*)$", "oai:$1&\\\\:\\1\\g<0>"},
        {"(www\\.)?repo\\.(br|org)", "\\1host.\\2"},
        {"oai:gone:.*|oai:dnet:000[12]", " "},
        {"0|1", "\\g<0>\\g<0>"}
    };

    /** Whole identifiers, one of them to nothing. Keys and values are trimmed, as a file's are. */
    static final Map<String, String> FILE = Map.of(
            "oai:dnet:0001", "oai:repo.br:1/10",
            "oai:dnet:0002", "oai:https://repo.br/server:1/11",
            "oai:dnet:0003", "oai:repo.br:1/10",
            "oai:repo.br:1/11", "oai:repo.br:1/10",
            "oai:repo.br/rest:1/10", "oai:repo.br:1/11",
            "1/10", "oai:repo.br:1/10",
            "oai:gone:1", "",
            "Solr", "oai:repo.br/x:\u00f1, 1");

    private RandomText() {}

    /** Few enough that one visit meets the same item under several spellings; null among them. */
    static List<String> identifiers(Random random) {
        List<String> pool = new ArrayList<>();
        for (int item = 0; item < 2; item++) {
            String host = pick(random, HOSTS);
            String local = pick(random, LOCALS);
            for (int i = 0; i < 5; i++) {
                pool.add(String.format(pick(random, SPELLINGS), host, local));
            }
        }
        List<String> odd = new ArrayList<>(Arrays.asList(ODD_IDENTIFIERS));
        Collections.shuffle(odd, random);
        pool.addAll(odd.subList(0, 8));
        pool.add(pick(random, BLANKS));
        pool.add(pick(random, BLANKS));
        return pool;
    }

    static String url(Random random) {
        return random.nextInt(10) < 6 ? pick(random, PLAIN_URLS) : pick(random, NASTY_URLS);
    }

    /** The default and the original's rules, with and without mapping, at L and elsewhere, and four at random. */
    static List<PlainRules> rules(Random random) {
        List<PlainRules> rules = new ArrayList<>();
        String type = pick(random, "R", "N", "L");
        String[] mapping = pick(random, MAPPINGS);
        for (PlainRules base : List.of(PlainRules.standard(type, country(type)), PlainRules.v1(type, country(type)))) {
            rules.add(base);
            rules.add(base.withRegex(mapping[0], mapping[1]));
            rules.add(base.withFile(FILE));
        }
        rules.add(PlainRules.standard("L", "0"));
        rules.add(PlainRules.v1("L", "0"));
        for (int i = 0; i < 4; i++) {
            rules.add(anyRules(random));
        }
        return rules;
    }

    private static PlainRules anyRules(Random random) {
        String type = pick(random, "R", "N", "L");
        int mapType = pick(random, 0, 1, 2, 7);
        String[] mapping = pick(random, MAPPINGS);
        return new PlainRules(
                type,
                country(type),
                mapType,
                mapping[0],
                mapping[1],
                FILE,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean());
    }

    private static String country(String type) {
        return type.equals("L") ? "0" : "BR";
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... values) {
        return Arrays.asList(values).get(random.nextInt(values.length));
    }
}
