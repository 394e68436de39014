package dev.caravan.visitfiles;

import dev.caravan.platform.PipelineException;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** The folders that the configured sources are. Safe for many threads. */
public final class SftpSites {

    private final Map<String, SftpSite> sites;

    /** @param camel asked when a session is opened */
    public SftpSites(VisitFilesSettings settings, Supplier<CamelContext> camel) {
        this.sites = settings.sources().values().stream()
                .collect(Collectors.toUnmodifiableMap(VisitSource::name, source -> new SftpSite(source.sftp(), camel)));
    }

    /** @throws PipelineException.Permanent {@code visitfiles-source-unknown} */
    SftpSite of(VisitSource source) {
        SftpSite site = sites.get(source.name());
        if (site == null) {
            throw VisitFilesSettings.unknown(source.name(), sites.keySet());
        }
        return site;
    }
}
