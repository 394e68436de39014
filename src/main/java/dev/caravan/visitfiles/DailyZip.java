package dev.caravan.visitfiles;

import dev.caravan.platform.Digests;
import dev.caravan.platform.PipelineException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * The files of a day in one zip, with {@code MANIFIESTO.csv} that tells what became of each. It only ever grows, and is
 * replaced as a whole, after every entry was read again and has the hash of its file.
 *
 * @param path of the zip; need not be there
 */
public record DailyZip(Path path) {

    static final String MANIFEST = "MANIFIESTO.csv";

    private static final CSVFormat CSV = CSVFormat.RFC4180
            .builder()
            .setHeader("id_carga", "nombre", "sha256", "bytes", "estatus", "filas_leidas", "validas", "error")
            .setSkipHeaderRecord(true)
            .get();

    /**
     * A file of the zip.
     *
     * @param id id_carga
     * @param name of the file; its entry's when it has one
     * @param status of bitacora_control
     */
    public record Member(
            long id, String name, String sha256, long bytes, String status, long read, long valid, long errors) {}

    /**
     * What is there now.
     *
     * @param entries files, without the manifest
     * @param names of the entries, by id_carga
     */
    public record Written(String sha256, int entries, long bytes, Map<Long, String> names) {}

    /**
     * Adds files. One that is there already, by its id and hash, stays; only what the manifest says of it is renewed.
     *
     * @param copies by member; read, and left where they are
     * @param check throws when the day is somebody else's by now, who may have added more: then the zip is as it was
     * @throws PipelineException.Transient {@code visitfiles-backup}; the zip is then as it was
     */
    public Written add(Map<Member, Path> copies, Runnable check) {
        try {
            Map<Long, Member> members = Files.exists(path) ? members() : new TreeMap<>();
            Map<String, Path> fresh = new LinkedHashMap<>();
            copies.forEach((member, copy) -> {
                Member before = members.get(member.id());
                if (before != null && before.sha256().equals(member.sha256())) {
                    members.put(member.id(), named(member, before.name()));
                } else {
                    String entry = entryName(member, members.values());
                    members.put(member.id(), named(member, entry));
                    fresh.put(entry, copy);
                }
            });
            Path part = path.resolveSibling(path.getFileName() + ".part");
            // one that has lost the day may still write to it
            Files.deleteIfExists(part);
            write(part, members.values(), fresh);
            ReportFolders.sync(part);
            verify(part, members.values());
            check.run();
            ReportFolders.rename(part, path);
            Map<Long, String> names = new TreeMap<>();
            members.values().forEach(member -> names.put(member.id(), member.name()));
            return new Written(Digests.sha256(path), names.size(), Files.size(path), names);
        } catch (IOException | UncheckedIOException e) {
            throw new PipelineException.Transient("visitfiles-backup", path + ": " + e.getMessage(), e);
        }
    }

    /** The file's own name, or, when another file has it, with the beginning of its hash. */
    private static String entryName(Member member, Collection<Member> others) {
        String name = member.name();
        while (name.equals(MANIFEST) || isTaken(name, others)) {
            name = name + "__" + member.sha256().substring(0, 8);
        }
        return name;
    }

    private static boolean isTaken(String name, Collection<Member> others) {
        return others.stream().anyMatch(other -> other.name().equals(name));
    }

    private static Member named(Member member, String name) {
        return new Member(
                member.id(),
                name,
                member.sha256(),
                member.bytes(),
                member.status(),
                member.read(),
                member.valid(),
                member.errors());
    }

    /** The files of the zip, by id_carga. */
    public Map<Long, Member> members() throws IOException {
        Map<Long, Member> members = new TreeMap<>();
        try (ZipFile zip = new ZipFile(path.toFile());
                CSVParser rows = CSV.parse(new StringReader(text(zip)))) {
            for (CSVRecord row : rows) {
                Member member = new Member(
                        Long.parseLong(row.get("id_carga")),
                        row.get("nombre"),
                        row.get("sha256"),
                        Long.parseLong(row.get("bytes")),
                        row.get("estatus"),
                        Long.parseLong(row.get("filas_leidas")),
                        Long.parseLong(row.get("validas")),
                        Long.parseLong(row.get("error")));
                members.put(member.id(), member);
            }
        }
        return members;
    }

    private static String text(ZipFile zip) throws IOException {
        try (InputStream in = open(zip, MANIFEST)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException(zip.getName() + " has no entry " + name);
        }
        return zip.getInputStream(entry);
    }

    private void write(Path part, Collection<Member> members, Map<String, Path> fresh) throws IOException {
        Files.createDirectories(ReportFolders.folder(path));
        try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
            if (Files.exists(path)) {
                try (ZipFile before = new ZipFile(path.toFile())) {
                    for (Member member : members) {
                        if (!fresh.containsKey(member.name())) {
                            try (InputStream in = open(before, member.name())) {
                                put(out, member.name(), in);
                            }
                        }
                    }
                }
            }
            for (Map.Entry<String, Path> copy : fresh.entrySet()) {
                try (InputStream in = Files.newInputStream(copy.getValue())) {
                    put(out, copy.getKey(), in);
                }
            }
            try (InputStream in = manifest(members)) {
                put(out, MANIFEST, in);
            }
        }
    }

    private static void put(ZipOutputStream zip, String name, InputStream in) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        in.transferTo(zip);
        zip.closeEntry();
    }

    private static InputStream manifest(Collection<Member> members) throws IOException {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter rows = CSV.builder().setSkipHeaderRecord(false).get().print(text)) {
            for (Member member : members) {
                rows.printRecord(
                        member.id(),
                        member.name(),
                        member.sha256(),
                        member.bytes(),
                        member.status(),
                        member.read(),
                        member.valid(),
                        member.errors());
            }
        }
        return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void verify(Path part, Collection<Member> members) throws IOException {
        try (ZipFile zip = new ZipFile(part.toFile())) {
            for (Member member : members) {
                try (InputStream in = open(zip, member.name())) {
                    if (!Digests.sha256(in).equals(member.sha256())) {
                        throw new IOException("its entry " + member.name() + " is not the file that was fetched");
                    }
                }
            }
        }
    }

    /** Whether a file is in the zip, byte by byte. */
    boolean holds(long id, String sha256) throws IOException {
        Member member = Files.exists(path) ? members().get(id) : null;
        if (member == null) {
            return false;
        }
        try (ZipFile zip = new ZipFile(path.toFile());
                InputStream in = open(zip, member.name())) {
            return Digests.sha256(in).equals(sha256);
        }
    }

    /**
     * Copies a file out of the zip.
     *
     * @param to replaced if it is there
     * @return whether the zip has it
     */
    public boolean extract(long id, Path to) throws IOException {
        Member member = Files.exists(path) ? members().get(id) : null;
        if (member == null) {
            return false;
        }
        try (ZipFile zip = new ZipFile(path.toFile());
                InputStream in = open(zip, member.name())) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
        return true;
    }
}
