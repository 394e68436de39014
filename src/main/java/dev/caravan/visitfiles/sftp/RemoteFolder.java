package dev.caravan.visitfiles.sftp;

import java.util.List;

/**
 * What is in a folder, in no order.
 *
 * @param files regular files; no links
 * @param others the names of all else: folders, links
 */
public record RemoteFolder(List<RemoteFile> files, List<String> others) {

    public RemoteFolder {
        files = List.copyOf(files);
        others = List.copyOf(others);
    }
}
