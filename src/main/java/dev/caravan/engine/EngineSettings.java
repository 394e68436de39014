package dev.caravan.engine;

import dev.caravan.platform.Config;

/**
 * @param memoryMb what one session may use beside the Java heap, in MB; more is spilled to disk
 * @param threads of one session
 */
public record EngineSettings(int memoryMb, int threads) {

    public static EngineSettings from(Config config) {
        return new EngineSettings(
                config.number("engine.memory-mb", 1024, 256, 1 << 20), config.number("engine.threads", 2, 1, 256));
    }
}
