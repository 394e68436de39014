package dev.caravan.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Forwards TCP connections on loopback to a server, and disturbs them when it is told to: what a client sees of a
 * network, or of a server, that is not well. Safe for many threads; closing it cuts every connection.
 */
public final class UnsteadyProxy implements AutoCloseable {

    /** How connections are treated, those that are open included. */
    public enum Mode {
        PASS,
        /** They end at once. */
        REFUSE,
        /** They are accepted, and nothing is said any more. */
        STALL,
        /** Each ends after so many bytes of answers, in the middle of whatever is said. */
        CUT,
        /** Answers come at so many bytes a second. */
        SLOW
    }

    private static final int BUFFER = 8192;
    private static final int TICKS_PER_SECOND = 20;

    private final int target;
    private final ServerSocket listener;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private Mode mode = Mode.PASS;
    private int bytes;
    private int disturbed;

    /** @param target the server's port on loopback */
    public UnsteadyProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon("proxy of " + target, this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public synchronized void pass() {
        become(Mode.PASS, 0);
    }

    /** @param number of bytes, for {@link Mode#CUT} and {@link Mode#SLOW} */
    public synchronized void become(Mode next, int number) {
        mode = next;
        bytes = number;
        disturbed = 0;
        notifyAll();
        if (next == Mode.REFUSE) {
            open.forEach(Connection::close);
        }
    }

    /** How often the mode of now has done something to a connection. */
    synchronized int disturbed() {
        return disturbed;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refuses()) {
                    client.close();
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // the proxy was closed
            }
        }
    }

    private synchronized boolean refuses() {
        if (mode == Mode.REFUSE) {
            disturbed++;
            return true;
        }
        return false;
    }

    /** A server that is not there is one that hangs up. */
    private void connect(Socket client) throws IOException {
        try {
            Connection connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), target));
            open.add(connection);
            daemon("to " + target, () -> connection.pump(connection.client, connection.server, false));
            daemon("from " + target, () -> connection.pump(connection.server, connection.client, true));
        } catch (SocketException e) {
            client.close();
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        become(Mode.REFUSE, 0);
    }

    private final class Connection {

        private final Socket client;
        private final Socket server;
        private int answered;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void pump(Socket from, Socket to, boolean answers) {
            byte[] buffer = new byte[BUFFER];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    for (int written = 0; written < read; ) {
                        int allowed = allowed(read - written, answers);
                        if (allowed < 0) {
                            return;
                        }
                        out.write(buffer, written, allowed);
                        written += allowed;
                    }
                }
            } catch (IOException e) {
                // one of the two has gone
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
        }

        /** Waits until bytes may be passed on. @return how many; negative to end the connection */
        private int allowed(int wanted, boolean answers) throws InterruptedException {
            synchronized (UnsteadyProxy.this) {
                if (mode == Mode.STALL) {
                    disturbed++;
                    while (mode == Mode.STALL) {
                        UnsteadyProxy.this.wait();
                    }
                }
                if (mode == Mode.SLOW && answers) {
                    disturbed++;
                    UnsteadyProxy.this.wait(1000 / TICKS_PER_SECOND);
                    return Math.min(wanted, Math.max(1, bytes / TICKS_PER_SECOND));
                }
                if (mode == Mode.CUT && answers) {
                    int left = bytes - answered;
                    if (left == 0) {
                        disturbed++;
                        return -1;
                    }
                    answered += Math.min(wanted, left);
                    return Math.min(wanted, left);
                }
                return wanted;
            }
        }

        void close() {
            open.remove(this);
            for (Socket socket : Set.of(client, server)) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // it is closed
                }
            }
        }
    }
}
