package dev.caravan.usage;

import dev.caravan.engine.Sql;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The condition that a human's visit meets, as configured and as SQL.
 *
 * <p>The grammar is that of the original's query text, as far as a condition needs it: columns, numbers, quoted texts,
 * {@code < <= > >= == !=}, {@code and or not} (also {@code & | ~}), {@code + - * /}, parentheses and {@code in [..]}. A
 * comparison with a null is false.
 */
final class RobotsRule {

    /** A visit's columns that a rule may name; times in seconds. */
    static final Map<String, Type> COLUMNS = Map.of(
            "idvisit", Type.NUMBER,
            "visit_first_action_time", Type.TIME,
            "visit_last_action_time", Type.TIME,
            "visit_total_actions", Type.NUMBER,
            "country", Type.TEXT,
            "total_time", Type.NUMBER,
            "avg_action_time", Type.NUMBER);

    /** The order in which the stages pass the columns. */
    static final List<String> PARAMETERS = List.of(
            "idvisit",
            "visit_first_action_time",
            "visit_last_action_time",
            "visit_total_actions",
            "country",
            "total_time",
            "avg_action_time");

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(\\d+(?:[.]\\d*)?|[.]\\d+)|('[^']*'|\"[^\"]*\")|([A-Za-z_]\\w*)|(<=|>=|==|!=|[<>()\\[\\],+\\-*/&|~]))");

    enum Type {
        NUMBER,
        TEXT,
        TIME,
        BOOLEAN
    }

    private record Node(String sql, Type type) {}

    private final List<String> tokens = new ArrayList<>();
    private final String text;
    private int next;

    private RobotsRule(String text) {
        this.text = text;
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.stripTrailing().length()) {
            if (!matcher.region(at, text.length()).lookingAt()) {
                throw problem("cannot read '" + text.substring(at).strip() + "'");
            }
            tokens.add(matcher.group().strip());
            at = matcher.end();
        }
    }

    /**
     * @return a boolean expression over {@link #COLUMNS}, never null
     * @throws IllegalArgumentException with a sentence when the text is no condition
     */
    static String toSql(String text) {
        RobotsRule rule = new RobotsRule(text);
        Node condition = rule.or();
        if (rule.next < rule.tokens.size()) {
            throw rule.problem("did not expect '" + rule.tokens.get(rule.next) + "'");
        }
        return rule.bool(condition).sql();
    }

    private Node or() {
        Node left = and();
        while (accept("or", "|")) {
            left = new Node("(" + bool(left).sql() + " or " + bool(and()).sql() + ")", Type.BOOLEAN);
        }
        return left;
    }

    private Node and() {
        Node left = not();
        while (accept("and", "&")) {
            left = new Node("(" + bool(left).sql() + " and " + bool(not()).sql() + ")", Type.BOOLEAN);
        }
        return left;
    }

    private Node not() {
        return accept("not") ? new Node("(not " + bool(not()).sql() + ")", Type.BOOLEAN) : comparison();
    }

    /** Also chains: {@code 1 < x <= 5}. */
    private Node comparison() {
        Node left = sum();
        List<String> parts = new ArrayList<>();
        while (next < tokens.size()) {
            String operator = tokens.get(next);
            if (operator.matches("<|<=|>|>=|==|!=")) {
                next++;
                Node right = sum();
                parts.add(compare(left, operator, right));
                left = right;
            } else if (accept("in")) {
                parts.add(in(left));
            } else if (operator.equals("not")
                    && next + 1 < tokens.size()
                    && tokens.get(next + 1).equals("in")) {
                next += 2;
                parts.add("(not " + in(left) + ")");
            } else {
                break;
            }
        }
        return parts.isEmpty() ? left : new Node("(" + String.join(" and ", parts) + ")", Type.BOOLEAN);
    }

    private String in(Node left) {
        expect("[");
        List<String> any = new ArrayList<>();
        do {
            any.add(compare(left, "==", sum()));
        } while (accept(","));
        expect("]");
        return "(" + String.join(" or ", any) + ")";
    }

    private String compare(Node left, String operator, Node right) {
        String sql =
                switch (operator) {
                    case "==" -> "=";
                    case "!=" -> "<>";
                    default -> operator;
                };
        Node typedLeft = right.type() == Type.TIME ? time(left) : left;
        Node typedRight = left.type() == Type.TIME ? time(right) : right;
        if (typedLeft.type() != typedRight.type() || typedLeft.type() == Type.BOOLEAN) {
            throw problem("cannot compare " + left.sql() + " with " + right.sql());
        }
        return "coalesce(" + typedLeft.sql() + " " + sql + " " + typedRight.sql() + ", false)";
    }

    private Node time(Node node) {
        if (node.type() != Type.TEXT || !node.sql().startsWith("'")) {
            return node;
        }
        String literal = node.sql().substring(1, node.sql().length() - 1);
        try {
            LocalDateTime.parse(literal.replace(' ', 'T'));
        } catch (DateTimeParseException e) {
            throw problem(node.sql() + " is no time such as '2026-09-05 10:00:00'");
        }
        return new Node("cast(" + node.sql() + " as timestamp)", Type.TIME);
    }

    private Node sum() {
        Node left = product();
        while (next < tokens.size() && tokens.get(next).matches("[+-]")) {
            left = arithmetic(left, tokens.get(next++), product());
        }
        return left;
    }

    private Node product() {
        Node left = unary();
        while (next < tokens.size() && tokens.get(next).matches("[*/]")) {
            left = arithmetic(left, tokens.get(next++), unary());
        }
        return left;
    }

    private Node arithmetic(Node left, String operator, Node right) {
        if (left.type() != Type.NUMBER || right.type() != Type.NUMBER) {
            throw problem("'" + operator + "' needs numbers");
        }
        String divisor = operator.equals("/") ? "nullif(" + right.sql() + ", 0)" : right.sql();
        return new Node("(" + left.sql() + " " + operator + " " + divisor + ")", Type.NUMBER);
    }

    private Node unary() {
        if (accept("-")) {
            return arithmetic(new Node("0", Type.NUMBER), "-", unary());
        }
        return accept("~") ? new Node("(not " + bool(unary()).sql() + ")", Type.BOOLEAN) : primary();
    }

    private Node primary() {
        if (next >= tokens.size()) {
            throw problem("ends too early");
        }
        String token = tokens.get(next++);
        if (token.equals("(")) {
            Node inner = or();
            expect(")");
            return inner;
        }
        if (Character.isDigit(token.charAt(0)) || token.charAt(0) == '.') {
            return new Node(token.endsWith(".") ? token + "0" : token, Type.NUMBER);
        }
        if (token.charAt(0) == '\'' || token.charAt(0) == '"') {
            return new Node(Sql.literal(token.substring(1, token.length() - 1)), Type.TEXT);
        }
        Type type = COLUMNS.get(token);
        if (type == null) {
            throw problem("does not know '" + token + "'; the columns are " + PARAMETERS);
        }
        return new Node(token, type);
    }

    private Node bool(Node node) {
        if (node.type() != Type.BOOLEAN) {
            throw problem(node.sql() + " is no condition");
        }
        return node;
    }

    private boolean accept(String... wanted) {
        for (String token : wanted) {
            if (next < tokens.size()
                    && tokens.get(next).toLowerCase(Locale.ROOT).equals(token)) {
                next++;
                return true;
            }
        }
        return false;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw problem("expected '" + token + "'");
        }
    }

    private IllegalArgumentException problem(String what) {
        return new IllegalArgumentException("The rule '" + text + "' " + what);
    }
}
