package dev.caravan.visitfiles.load;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The visits of one e-mail in one month of one file; in the order of both. */
final class MonthSum implements Comparable<MonthSum> {

    private final String email;
    private final int period;
    private long visits;
    private LocalDateTime first = LocalDateTime.MAX;
    private LocalDateTime last = LocalDateTime.MIN;

    /** @param period yyyymm */
    MonthSum(String email, int period) {
        this.email = email;
        this.period = period;
    }

    void add(long more, LocalDateTime date) {
        visits += more;
        first = date.isBefore(first) ? date : first;
        last = date.isAfter(last) ? date : last;
    }

    void add(MonthSum other) {
        visits += other.visits;
        first = other.first.isBefore(first) ? other.first : first;
        last = other.last.isAfter(last) ? other.last : last;
    }

    String email() {
        return email;
    }

    int period() {
        return period;
    }

    long visits() {
        return visits;
    }

    LocalDateTime first() {
        return first;
    }

    LocalDateTime last() {
        return last;
    }

    /** Dates to the second, as the tables have them. */
    void write(DataOutput out) throws IOException {
        out.writeUTF(email);
        out.writeInt(period);
        out.writeLong(visits);
        out.writeLong(first.toEpochSecond(ZoneOffset.UTC));
        out.writeLong(last.toEpochSecond(ZoneOffset.UTC));
    }

    static MonthSum read(DataInput in) throws IOException {
        MonthSum sum = new MonthSum(in.readUTF(), in.readInt());
        sum.visits = in.readLong();
        sum.first = LocalDateTime.ofEpochSecond(in.readLong(), 0, ZoneOffset.UTC);
        sum.last = LocalDateTime.ofEpochSecond(in.readLong(), 0, ZoneOffset.UTC);
        return sum;
    }

    @Override
    public int compareTo(MonthSum other) {
        int byEmail = email.compareTo(other.email);
        return byEmail == 0 ? Integer.compare(period, other.period) : byEmail;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MonthSum sum && compareTo(sum) == 0;
    }

    @Override
    public int hashCode() {
        return email.hashCode() * 31 + period;
    }
}
