package dev.caravan.visitfiles.sftp;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** The folders that the configured sources are. Safe for many threads. */
public final class SftpSites {

    private final Map<String, SftpSite> sites;

    /**
     * @param sources by name
     * @param camel asked when a session is opened
     */
    public SftpSites(Map<String, SftpSettings> sources, Supplier<CamelContext> camel) {
        this.sites = sources.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, source -> new SftpSite(source.getValue(), camel)));
    }

    /** @param source one of the sources given */
    public SftpSite of(String source) {
        return Objects.requireNonNull(sites.get(source), source);
    }
}
