package dev.caravan.visitfiles.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.hashing.LongTupleHashFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells what was there before, by hashes of 128 bits: two of 58 million texts, the most rows that 2 GiB can hold, share
 * one by chance with a probability of 10<sup>-23</sup>. Up to {@value #IN_MEMORY} texts are 6 MB of the heap; for more
 * it is a mapped file of 24 bytes each, which has no name any more, and no bytes after {@link #close}.
 */
final class Seen implements AutoCloseable {

    static final int IN_MEMORY = 250_000;

    private static final int ENTRY = 16;
    private static final int MAX_SLOTS = Integer.MAX_VALUE / ENTRY;
    private static final int BLOCK = 1 << 20;

    private final LongTupleHashFunction function = LongTupleHashFunction.xx128();
    private final long[] hash = function.newResultArray();
    private final int slots;
    private final ByteBuffer table;
    private final @Nullable FileChannel file;

    /**
     * @param most texts that will be added; 89 million or fewer
     * @param folder for the file; made if it is not there
     * @throws IOException when there is no room for the file
     */
    Seen(long most, Path folder) throws IOException {
        this.slots = (int) Math.min(MAX_SLOTS, most + most / 2 + 1);
        if (most <= IN_MEMORY) {
            this.file = null;
            this.table = ByteBuffer.allocate(slots * ENTRY);
        } else {
            this.file = file(folder);
            this.table = file.map(MapMode.READ_WRITE, 0, (long) slots * ENTRY);
        }
    }

    /** With all its room taken, since a mapped file that finds none ends the thread. */
    private FileChannel file(Path folder) throws IOException {
        Path path = Files.createTempFile(Files.createDirectories(folder), "seen-", null);
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK);
            for (long left = (long) slots * ENTRY; left > 0; left -= zeros.position()) {
                zeros.clear().limit((int) Math.min(BLOCK, left));
                while (zeros.hasRemaining()) {
                    channel.write(zeros);
                }
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** @return whether it was added before */
    boolean before(String text) {
        function.hashChars(text, hash);
        long low = hash[0];
        long high = hash[1] == 0 ? 1 : hash[1];
        int slot = (int) (((low >>> 33) * slots) >>> 31);
        while (true) {
            int at = slot * ENTRY;
            long stored = table.getLong(at);
            if (stored == 0) {
                table.putLong(at, high).putLong(at + Long.BYTES, low);
                return false;
            }
            if (stored == high && table.getLong(at + Long.BYTES) == low) {
                return true;
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            // the mapping stays until the next collection of garbage, the disk need not wait for it
            file.truncate(0);
            file.close();
        }
    }
}
