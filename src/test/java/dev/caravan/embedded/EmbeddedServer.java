package dev.caravan.embedded;

/** What all servers have in common. Started and stopped by one thread at a time. */
interface EmbeddedServer {

    /** Starts the server on the port it had before, if it had one; nothing happens when it runs. */
    void start();

    /** Cuts all clients off and returns when the server has ended; its data stays. */
    void stop();
}
