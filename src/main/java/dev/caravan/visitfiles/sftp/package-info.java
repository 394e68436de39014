/** Folders on SFTP servers that report files are listed in, fetched from and removed from. */
@NullMarked
package dev.caravan.visitfiles.sftp;

import org.jspecify.annotations.NullMarked;
